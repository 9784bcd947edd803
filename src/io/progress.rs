//! A progress bar on the terminal for steps that take longer than a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::config::{Language, Phrase};

/// The bar appears after this long.
const DELAY: Duration = Duration::from_secs(1);
/// How often the bar is drawn.
const REDRAWS_PER_SECOND: u8 = 10;

/// A step of known length. The bar appears after a second, on a terminal only.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    /// Begins the step `label` with `steps` parts. `language` is that of the bar; `None` hides it.
    pub fn begin(label: Phrase, steps: usize, language: Option<Language>) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        if let Some(language) = language.filter(|_| std::io::stderr().is_terminal()) {
            let left = language.pick("还需", "left:");
            let template = format!("{{msg}} {{bar:30}} {{pos}}/{{len}} {{per_sec}} {left} {{eta}}");
            if let Ok(style) = ProgressStyle::with_template(&template) {
                bar.set_style(style);
            }
            bar.set_message(label.in_language(language));
        } else {
            bar.set_length(0);
        }
        Self { bar, began: Instant::now() }
    }

    /// Counts one part as done.
    pub fn step(&self) {
        if self.bar.length() == Some(0) {
            return;
        }
        self.bar.inc(1);
        if self.bar.is_hidden() && self.began.elapsed() > DELAY {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(REDRAWS_PER_SECOND));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
