//! The readings of a notice side by side, for `show -v`: which headings are its items, and why.

use std::fmt::Write as _;

use crate::config::Language;
use crate::notice::Confidence;
use crate::read::RatedReading;

/// Number of items of a reading that are listed.
const LISTED: usize = 3;

/// Names of the kinds of evidence for people, in the order of [`crate::read::evidence::KINDS`].
const EVIDENCE: [(&str, &str); crate::read::evidence::KINDS.len()] = [
    ("与通报总数相符", "agrees with the stated total"),
    ("每项各有一处结果", "one answer per item"),
    ("标题像问题", "titles read like problems"),
    ("编号连续", "numbers are complete"),
    ("各项形式一致", "items are alike"),
    ("项下没有别的问题", "no problem inside an item"),
    ("通常的读法", "the usual reading"),
    ("没有问题", "no items"),
];

/// The readings of a notice, the chosen one first, each with the evidence for and against it.
pub fn text(readings: &[RatedReading], language: Language) -> String {
    let mut text = String::new();
    let Some(chosen) = readings.first() else { return text };
    let confidence = match chosen.confidence {
        Confidence::High => language.pick("有把握", "high"),
        Confidence::Medium => language.pick("较有把握", "medium"),
        Confidence::Low => language.pick("待确认", "low"),
    };
    let _ = writeln!(
        text,
        "{}",
        language.pick(
            format!("  哪些是问题（{confidence}）："),
            format!("  Which headings are items (confidence: {confidence}):")
        )
    );
    for reading in readings {
        let (chinese, english) = &reading.name;
        let name = language.pick(chinese, english);
        let count = reading.titles.len();
        let items = language.pick(format!("{count} 项"), format!("{count} items"));
        let _ = writeln!(text, "    {:>6.2}  {items}  {name}", reading.score);
        let titles: Vec<&str> = reading.titles.iter().take(LISTED).map(String::as_str).collect();
        let more = if count > LISTED { " …" } else { "" };
        let _ = writeln!(text, "            {}{more}", titles.join(language.pick("；", "; ")));
        let evidence = EVIDENCE.iter().zip(reading.evidence).filter(|(_, value)| *value != 0.0);
        let evidence: Vec<String> = evidence
            .map(|((chinese, english), value)| format!("{} {value:+.2}", language.pick(chinese, english)))
            .collect();
        let _ = writeln!(text, "            {}", evidence.join(language.pick("，", ", ")));
    }
    text
}
