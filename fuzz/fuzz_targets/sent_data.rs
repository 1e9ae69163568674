//! Bodies of requests in each kind of content: names and values are found within their caps.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::evidence::reader::body::Body;
use whither::flow::model::Side;
use whither::tag::data_type::content::weigh;

fuzz_target!(|bytes: &[u8]| {
    for kind in [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/x-protobuf",
        "application/grpc",
        "",
    ] {
        let mut body = Body::of_message(Side::Client, bytes);
        body.content_type = Some(kind.into());
        assert!(weigh(&body) <= 1_024);
    }
});
