//! Commonly misspelt names, and terms written in two ways in one notice.

use std::collections::BTreeMap;

use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::span::Span;

const WRONG_NAME: &str = "wrong-name";
const TERM_VARIANTS: &str = "term-variants";

pub(super) const RULES: &[Rule] = &[
    Rule::warning(WRONG_NAME)
        .says("“{wrong}”应为“{right}”", "“{wrong}” should be “{right}”")
        .because(
            "机关、文件、提法的名称写错是公开文件最不应有的差错。只查名录里确定写错的，不猜测。",
            "Names of organs, documents and set phrases must be right in a public text. Only forms known to be wrong are looked for.",
        )
        .found_by(wrong_name),
    Rule::note(TERM_VARIANTS)
        .says("同一说法写了两种：“{one}”和“{other}”", "one term in two forms: “{one}” and “{other}”")
        .because("同一份文件里，同一名称、同一提法只用一种写法。", "A text writes one name or term in one way.")
        .found_by(term_variants),
];

/// Misspelt names and their correct forms.
const WRONG: &[(&str, &str)] = &[
    ("中国全国总工会", "中华全国总工会"),
    ("中华人民共和国总工会", "中华全国总工会"),
    ("全国人民代表大会常委会委员会", "全国人民代表大会常务委员会"),
    ("中国人民政治协商委员会", "中国人民政治协商会议"),
    ("国家发展与改革委员会", "国家发展和改革委员会"),
    ("发展与改革委员会", "发展和改革委员会"),
    ("工业与信息化", "工业和信息化"),
    ("人力资源与社会保障", "人力资源和社会保障"),
    ("住房与城乡建设", "住房和城乡建设"),
    ("农业与农村局", "农业农村局"),
    ("文化与旅游局", "文化和旅游局"),
    ("卫生与健康委员会", "卫生健康委员会"),
    ("卫生和健康委员会", "卫生健康委员会"),
    ("自然资源与规划局", "自然资源和规划局"),
    ("习近平新时代特色社会主义思想", "习近平新时代中国特色社会主义思想"),
    ("习近平新时代中国社会主义思想", "习近平新时代中国特色社会主义思想"),
    ("习近平新时代中国特色主义思想", "习近平新时代中国特色社会主义思想"),
    ("派驻纪委监察组", "派驻纪检监察组"),
    ("派驻纪检检察组", "派驻纪检监察组"),
    ("纪检检察机关", "纪检监察机关"),
    ("市委巡查组", "市委巡察组"),
    ("县委巡查组", "县委巡察组"),
    ("区委巡查组", "区委巡察组"),
    ("中央八项规定实施精神", "中央八项规定精神"),
    ("中国共产党巡视条例", "中国共产党巡视工作条例"),
    ("中国共产党纪律处分条列", "中国共产党纪律处分条例"),
    ("三会一科", "三会一课"),
    ("整改台帐", "整改台账"),
    ("建立台帐", "建立台账"),
    ("工作台帐", "工作台账"),
];

fn wrong_name(subject: &Subject) -> Vec<Finding> {
    let title = subject.notice.facts.title.as_ref().map(|title| title.span).unwrap_or_default();
    let mut findings: Vec<Finding> = Vec::new();
    let mut covered: BTreeMap<usize, usize> = BTreeMap::new(); // where what was found starts and ends
    for (wrong, right) in WRONG {
        let in_title = title.of(subject.text).match_indices(wrong).map(|(at, _)| title.start + at);
        let in_body = subject.prose.find(wrong).map(|span| span.start);
        for start in in_title.filter(|at| *at < subject.notice.body.start).chain(in_body) {
            let span = Span::new(start, start + wrong.len());
            let before = covered.range(..=start).next_back();
            if before.is_none_or(|(_, end)| *end < span.end) {
                covered.insert(start, span.end);
                findings.push(subject.found(WRONG_NAME, span).with("wrong", wrong).with("right", right));
            }
        }
    }
    findings
}

/// Forms of one term; the first is the usual one.
const VARIANTS: &[(&str, &str)] =
    &[("两代表一委员", "两委员一代表"), ("台账", "台帐"), ("账户", "帐户"), ("其他", "其它"), ("唯一", "惟一")];

fn term_variants(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (one, other) in VARIANTS {
        let (Some(usual), Some(odd)) = (subject.prose.find(one).next(), subject.prose.find(other).next()) else {
            continue;
        };
        let found = subject.found(TERM_VARIANTS, odd).with("one", one).with("other", other);
        findings.push(found.relating(&subject.notice.source, usual));
    }
    findings
}
