//! Story → frames and flows: scenes in order of time, each played on the captured link.

use std::collections::HashMap;

use anyhow::{Context, Result};

use crate::dice::{self, Dice};
use crate::frame::Frame;
use crate::stage::{MILLI, Stage};
use crate::story::{Act, Scene, Story};
use crate::truth::Flow;

/// Plays the whole story; frames come back in order of time.
pub fn play(story: &'static Story) -> Result<(Vec<Frame>, Vec<Flow>)> {
    dice::seed_libraries(story.seed);
    let start: jiff::Timestamp = story.starts.parse().context("bad start time")?;
    let mut stage = Stage {
        story,
        dice: Dice::new(story.seed),
        start: u64::try_from(start.as_nanosecond()).context("before 1970")?,
        next_port: 41_000,
        cached: HashMap::new(),
        told: HashMap::new(),
        frames: Vec::new(),
        flows: Vec::new(),
        app: None,
    };
    let mut calls: Vec<(f64, &'static Scene)> = story
        .scenes
        .iter()
        .flat_map(|scene| {
            (0..scene.times).map(move |n| (scene.at_secs + f64::from(n) * scene.every_secs, scene))
        })
        .collect();
    calls.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (at_secs, scene) in calls {
        stage.scene(at_secs, scene)?;
    }
    stage.frames.sort_by_key(|frame| frame.at);
    Ok((stage.frames, stage.flows))
}

impl Stage {
    fn scene(&mut self, at_secs: f64, scene: &'static Scene) -> Result<()> {
        let wobble = if scene.times > 1 {
            self.dice.between(0, 900 * MILLI)
        } else {
            self.dice.between(0, 9 * MILLI)
        };
        self.app = scene.app.map(|app| &self.story.apps[app]);
        let at = self.start + (at_secs * 1e9) as u64 + wobble;
        match &scene.act {
            Act::Visit(visit) => return self.visit(at, scene.device, visit),
            Act::Ntp(name) => self.ntp(at, scene.device, name),
            Act::Mdns => self.mdns(at, scene.device),
            Act::Arp => self.arp(at, scene.device),
            Act::WireGuard(name, packets) => self.wireguard(at, scene.device, name, *packets),
            Act::Ping => self.ping(at, scene.device),
        }
        Ok(())
    }
}
