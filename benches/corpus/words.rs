//! Invented words and sentences with a long-tailed vocabulary.

/// A small deterministic generator (SplitMix64).
pub struct Random(u64);

impl Random {
    /// The generator of `seed` and `stream`.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ stream.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// One of `choices`.
    pub fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    /// A place below `limit`, small ones far more often: the long tail of words in real text.
    pub fn tail(&mut self, limit: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (((limit as f64 + 1.0).powf(unit)) - 1.0) as usize
    }
}

const VERBS: &[&str] = &[
    "修订", "印发", "梳理", "核查", "督促", "完善", "清理", "公开", "通报", "约谈", "培训", "走访", "归档", "盘点",
    "移交", "追缴", "规范", "对照",
];
const OBJECTS: &[&str] = &[
    "财务报销制度",
    "固定资产台账",
    "采购合同",
    "公务用车记录",
    "考勤管理办法",
    "会议议事规则",
    "档案目录",
    "项目验收单",
    "干部轮岗计划",
    "谈心谈话记录",
    "廉政风险清单",
    "信访件办理台账",
    "值班表",
    "差旅费凭证",
    "培训经费明细",
    "工程变更资料",
];
const TIMES: &[&str] = &[
    "今年以来，",
    "反馈意见后，",
    "整改期间，",
    "第一时间",
    "按照方案要求，",
    "会同派驻机构",
    "利用周例会，",
    "在前期自查基础上，",
];
const ENDS: &[&str] =
    &["并长期坚持", "形成闭环", "做到账实相符", "责任到人", "逐项销号", "立行立改", "纳入年度考核", "建立定期回访机制"];
const FAULTS: &[&str] =
    &["不够规范", "落实不到位", "流于形式", "把关不严", "重视不够", "存在漏洞", "推进缓慢", "监督缺位"];
const RARE: &str = "阡陌岚屿瀚澜汀渚芷蘅荻苇薇萱桐梓楠榆槐柏杉柚橘菡萏砚笺箫笛琴瑟钟磬鼎彝簋觚爵斝罍瓯窑釉瓷陶";
const COMMON: &str = "安宁康泰和顺达兴盛昌隆裕丰茂华荣辉耀光明远志诚信义仁礼智勇恒毅坚正直公平廉洁清朗开阔宏大深厚博雅";

/// Sentences, the first ones used most.
pub struct Bank {
    sentences: Vec<String>,
}

impl Bank {
    /// The bank of `seed`: 24,000 distinct sentences.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed, u64::MAX);
        let mut known = std::collections::BTreeSet::new();
        let mut sentences = Vec::new();
        while sentences.len() < 24_000 {
            let sentence = sentence(&mut random);
            if known.insert(sentence.clone()) {
                sentences.push(sentence);
            }
        }
        Self { sentences }
    }

    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Sentences that together have about `target` characters.
    pub fn paragraph(&self, random: &mut Random, target: usize) -> String {
        let mut text = String::new();
        let mut length = 0;
        while length + 15 < target || text.is_empty() {
            let sentence = &self.sentences[random.tail(self.sentences.len())];
            length += sentence.chars().count();
            text.push_str(sentence);
        }
        text
    }

    /// A problem's title.
    pub fn problem(&self, random: &mut Random) -> String {
        format!("{}{}{}", name(random), random.pick(OBJECTS), random.pick(FAULTS))
    }
}

/// An invented name of two or three characters, rare ones among them.
pub fn name(random: &mut Random) -> String {
    let length = random.between(2, 3);
    let one = |random: &mut Random| {
        let letters: Vec<char> = if random.below(9) == 0 { RARE.chars().collect() } else { COMMON.chars().collect() };
        letters[random.below(letters.len())]
    };
    (0..length).map(|_| one(random)).collect()
}

fn sentence(random: &mut Random) -> String {
    let (time, verb, object, end) = (random.pick(TIMES), random.pick(VERBS), random.pick(OBJECTS), random.pick(ENDS));
    match random.below(5) {
        0 => format!("{time}{verb}{object}{}份，{end}。", random.between(2, 960)),
        1 => format!("{time}由{}同志牵头，{verb}《{}{object}》，{end}。", name(random), name(random)),
        2 => format!(
            "召开{}专题会议{}次，{verb}{object}，涉及资金{}.{:02}万元。",
            name(random),
            random.between(1, 12),
            random.between(1, 800),
            random.below(100)
        ),
        3 => format!(
            "对{}、{}等{}个部门{verb}{object}情况开展检查，{end}。",
            name(random),
            name(random),
            random.between(2, 40)
        ),
        _ => format!(
            "{time}{verb}{}{object}，{}率达{}.{}%，{end}。",
            name(random),
            random.pick(VERBS),
            random.between(60, 99),
            random.below(10)
        ),
    }
}
