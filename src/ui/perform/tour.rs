//! The tour goes over the bundled sample; where captures of the user's own are open, over those, and changes nothing.

use std::path::Path;

use super::ClaimSource;
use crate::claim::bundled::BUNDLED;
use crate::claim::verdict::Word;
use crate::flow::model::FlowId;
use crate::ui::app::App;
use crate::ui::windows::{Ready, Tour};

/// The sample, and the claim that is about its program.
const SAMPLE: (&str, &str) = ("phone-creator-upload.pcapng", "clipclap.toml");

impl App {
    /// Opens the sample where nothing is open, and shows the first card.
    pub(super) fn begin_tour(&mut self) {
        if self.session.inputs().is_empty() {
            let mut samples = self.look.samples.iter();
            let Some(sample) = samples.find(|path| is_sample(path)).cloned() else {
                let words = "The samples were not found beside the program: open a capture first";
                return self.say_failed(words.to_owned());
            };
            self.read_or_add(vec![sample], false);
        }
        self.windows.tour = Some(Tour::default());
    }

    /// Makes the sample ready for a card; asked again until a claim that was chosen has judged.
    pub(super) fn make_ready(&mut self, ready: Ready) {
        let waits = ready == Ready::Contradicted && self.restating.is_some();
        if let Some(tour) = self.windows.tour.as_mut().filter(|_| !waits) {
            tour.is_ready();
        }
        let [only] = self.session.inputs() else {
            return;
        };
        if !is_sample(only) {
            return;
        }
        match ready {
            Ready::AsItIs => {}
            Ready::Claim if self.claim.is_some() => {}
            Ready::Claim => {
                let claim = BUNDLED.iter().find(|one| one.name == SAMPLE.1);
                if let Some(claim) = claim {
                    self.choose_claim(ClaimSource::Bundled(*claim));
                }
            }
            Ready::Contradicted => {
                self.query.selected = self.contradicting().or(self.query.selected)
            }
        }
    }

    /// The first flow that contradicts the claim.
    fn contradicting(&self) -> Option<FlowId> {
        let analysis = self.session.analysis()?;
        let judged = analysis.judged.as_ref()?;
        let contradicts = |flow: &usize| {
            let verdict = judged.of(*flow);
            verdict.is_some_and(|one| one.word == Word::Contradicts)
        };
        let first = (0..analysis.flows.len()).find(contradicts)?;
        u32::try_from(first).ok().map(FlowId)
    }
}

fn is_sample(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == SAMPLE.0)
}
