//! Words of an operator about its back end are told, and place nothing.

use whither::flow::model::FlowId;
use whither::tag::model::Place;
use whither::view::why::why;

use super::{analysis, story};

/// The place of the first flow's destination, and the last reason that is given for it.
fn told(name: Option<&str>) -> (Place, String) {
    let mut analysis = analysis(&story());
    if let Some(name) = name {
        analysis.tables.names[0].value = name.into();
    }
    let why = why(&analysis, FlowId(0)).expect("the flow exists");
    let mut questions = why.questions.into_iter();
    let question = questions.find(|one| one.title == "Why China?");
    let reasons = question.expect("the place stays").reasons;
    let place = analysis.tables.addresses[0].place.clone();
    (place, reasons.last().expect("reasons").text.clone())
}

#[test]
fn a_token_in_a_name_is_a_hint_about_the_back_end_and_no_witness() {
    let (place, plain) = told(None);
    assert!(!plain.contains("back end"), "{plain}");
    for (name, words) in [
        (
            "mon16-normal-useast5.tiktokv.us",
            "useast5, which we read as United States",
        ),
        (
            "api16-normal-useastred.tiktokv.eu",
            "useastred, of which the country is not known",
        ),
    ] {
        let (with, said) = told(Some(name));
        assert_eq!(with, place);
        let expected = format!(
            "The host name, “{name}”, has ByteDance's own word {words}: a hint about the back end, \
             not about the edge that answered"
        );
        assert_eq!(said, expected);
    }
}
