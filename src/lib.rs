//! Whither: opens network captures and shows where the data went.
