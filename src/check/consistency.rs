//! Contradictions within a notice: units, tags and labels.

use super::rule::Rule;
use super::subject::Subject;
use crate::archive::Registers;
use crate::config::Site;
use crate::notice::round::TYPES;
use crate::notice::unit::may_abbreviate;
use crate::notice::{Finding, Origin, UnitName};
use crate::text::span::Span;
use crate::text::words::{Words, words};

const UNIT_MISMATCH: &str = "unit-mismatch";
const TAG_MISMATCH: &str = "tag-mismatch";
const LABEL_MIXED: &str = "label-mixed";

pub(super) const RULES: &[Rule] = &[
    Rule::warning(UNIT_MISMATCH)
        .says("{place}是“{found}”，而单位是“{unit}”", "the {place} names “{found}”, but the unit is “{unit}”")
        .help("核对是否套用了别的单位的稿子；更名、合并的单位登记在 site.yaml 的 units", "check whether another unit’s text was reused; units that were renamed or merged belong in the register in site.yaml")
        .because("标题、落款和正文应当是同一个单位；套用旧稿时常漏改一处。", "Title, signature and text name one unit; reused texts often keep an old name somewhere.")
        .found_by(unit_mismatch),
    Rule::warning(TAG_MISMATCH)
        .says("标签写“{tag}”，正文写“{words}”", "the tag says “{tag}”, the text “{words}”")
        .because("标签不影响归类，但与正文矛盾会误导读者。", "Tags classify nothing, but one that contradicts the text misleads.")
        .found_by(tag_mismatch),
    Rule::warning(LABEL_MIXED)
        .says("“{odd}”与“{usual}”混用", "“{odd}” mixed with “{usual}”")
        .because("同一份通报里，各项下的标签应当一致；“整治”与“整改”不要混用。", "The labels under items are the same throughout a notice; 整治 and 整改 are not mixed.")
        .found_by(label_mixed),
];

/// Removes contradictions between two names that are one unit according to the site's register, which the reader does not
/// know.
pub(super) fn drop_resolved(subject: &Subject, findings: Vec<Finding>) -> Vec<Finding> {
    let settled = |finding: &Finding| {
        let name = |argument| finding.argument(argument).map(|words| UnitName::parse(words).name);
        let names = || Some((name("stated")?, name("found")?));
        finding.code.as_str() == "front-matter-contradicts"
            && finding.argument("key") == Some("unit")
            && names().is_some_and(|(stated, found)| is_same(subject, &stated, &found))
    };
    findings.into_iter().filter(|finding| !settled(finding)).collect()
}

/// Removes from a whole site's findings the contradictions between two names that are one unit according to its register.
pub fn drop_resolved_names(site: &Site, findings: Vec<Finding>) -> Vec<Finding> {
    let registers = Registers::of(site);
    let key = |words: &str| registers.unit(&UnitName::parse(words), "");
    let settled = |finding: &Finding| {
        let names = || Some((finding.argument("stated")?, finding.argument("found")?));
        finding.code.as_str() == "front-matter-contradicts"
            && finding.argument("key") == Some("unit")
            && names().is_some_and(|(stated, found)| key(stated) == key(found))
    };
    findings.into_iter().filter(|finding| !settled(finding)).collect()
}

fn unit_mismatch(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    if facts.units.is_empty() || facts.units.iter().any(|unit| unit.value.masked) || !subject.has_status() {
        return Vec::new();
    }
    // an issuer that was read from the title or the signature is no second source
    let issuer = facts.issuer.iter().filter(|found| found.from == Origin::FrontMatter);
    let names: Vec<&UnitName> = facts.units.iter().chain(issuer).map(|found| &found.value).collect();
    let is_known = |name: &UnitName| names.iter().any(|unit| is_same(subject, &unit.name, &name.name));
    let mut findings = Vec::new();
    let mut compare = |place: &str, words: &str, span: Span| {
        let name = UnitName::parse(words);
        if is_organisation(&name) && !is_known(&name) {
            let found = subject.found(UNIT_MISMATCH, span).with("place", place).with("found", &name.name);
            findings.push(found.with("unit", &names[0].name));
        }
    };
    if let Some(signature) = &facts.signature {
        signature.value.split(['\n', '、']).for_each(|line| compare("落款", line, signature.span));
    }
    if let Some(title) = &facts.title
        && let Some((before, _)) = title.value.split_once("关于")
    {
        compare("标题", before, title.span);
    }
    findings
}

/// Endings of the names of units that notices are about. `ORGANISATION_ENDS` has more: titles and signatures also name
/// offices such as 区委巡察办, which write notices about other units.
static UNIT_ENDS: Words = words! { 局 委 委员会 办公室 厅 院 总工会 中心 公司 镇 乡 街道 学校 大学 };

/// Whether the text is the name of one organisation only.
fn is_organisation(name: &UnitName) -> bool {
    let words = &name.name;
    words.chars().count() >= 4
        && UNIT_ENDS.ending(words).is_some()
        && !words.contains(['，', '、', '年', '“'])
        && !["办公室", "领导小组", "巡察组", "纪委", "监委", "市委", "县委", "区委", "省委"]
            .iter()
            .any(|other| words.ends_with(other))
        && !name.masked
}

/// Whether two names are one unit: one is the end of the other (市总工会) or may abbreviate it, or both are names of one
/// register entry.
fn is_same(subject: &Subject, a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if long.ends_with(short) || may_abbreviate(short, long) {
        return true;
    }
    subject.site.units.iter().any(|entry| {
        let names = || std::iter::once(&entry.name).chain(&entry.aliases).chain(&entry.predecessors);
        names().any(|name| a.ends_with(name.as_str())) && names().any(|name| b.ends_with(name.as_str()))
    })
}

fn tag_mismatch(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    let tagged = TYPES.iter().find(|kind| facts.tags.iter().any(|tag| tag.trim_end_matches("巡察") == **kind));
    let Some(tagged) = tagged else { return Vec::new() };
    let lead = subject.prose.paragraphs().iter().take(4).map(|paragraph| paragraph.span);
    for paragraph in lead {
        let words = paragraph.of(subject.prose.words());
        let stated = TYPES.iter().filter_map(|kind| Some((words.find(&format!("{kind}巡察"))?, kind))).min();
        if let Some((at, kind)) = stated {
            let span = Span::new(paragraph.start + at, paragraph.start + at + kind.len() + "巡察".len());
            let found = subject.found(TAG_MISMATCH, span).with("tag", tagged).with("words", span.of(subject.text));
            return if kind == tagged { Vec::new() } else { vec![found] };
        }
    }
    Vec::new()
}

fn label_mixed(subject: &Subject) -> Vec<Finding> {
    let count = |label: &str| subject.prose.find(label).filter(|span| is_label(subject, *span)).count();
    let pairs = [("整治情况", "整改情况"), ("整治结果", "整改结果"), ("整治状态", "整改状态")];
    let mut findings = Vec::new();
    for (one, other) in pairs {
        let (odd, usual) = if count(one) > count(other) { (other, one) } else { (one, other) };
        if count(usual) > 0 {
            let odds = subject.prose.find(odd).filter(|span| is_label(subject, *span));
            findings.extend(odds.map(|span| subject.found(LABEL_MIXED, span).with("odd", odd).with("usual", usual)));
        }
    }
    findings
}

fn is_label(subject: &Subject, span: Span) -> bool {
    let starts = subject.prose.before(span.start).is_none_or(|c| matches!(c, '\n' | '*' | ' ' | '\u{3000}'));
    starts && subject.prose.after(span.end).is_some_and(|c| matches!(c, '：' | ':'))
}
