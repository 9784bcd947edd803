//! One invented notice.

use std::fmt::Write as _;

use crate::words::{Bank, Random};

const NUMERALS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
const PLACES: [&str; 12] = [
    "云江市",
    "青禾区",
    "柳浦区",
    "石梁县",
    "泊湾县",
    "北屏区",
    "南屏区",
    "白石县",
    "东汀区",
    "西汀区",
    "长汀湾区",
    "上溪县",
];
const BODIES: [&str; 25] = [
    "总工会",
    "教育局",
    "卫生健康委员会",
    "财政局",
    "民政局",
    "审计局",
    "自然资源局",
    "生态环境局",
    "住房和城乡建设局",
    "交通运输局",
    "水务局",
    "农业农村局",
    "商务局",
    "文化和旅游局",
    "应急管理局",
    "市场监督管理局",
    "统计局",
    "医疗保障局",
    "司法局",
    "人力资源和社会保障局",
    "发展和改革委员会",
    "科学技术局",
    "工业和信息化局",
    "退役军人事务局",
    "信访局",
];
const ENDINGS: [&str; 5] = ["已完成", "基本完成", "正在整改", "已完成并长期坚持", "未完成"];

/// A notice's file and how many items it lists.
pub struct Notice {
    /// The file.
    pub text: String,
    /// Its items.
    pub items: usize,
}

impl Notice {
    /// The `number`-th notice.
    pub fn new(bank: &Bank, seed: u64, number: usize) -> Self {
        let mut random = Random::new(seed, number as u64);
        let unit = format!("{}{}", PLACES[random.below(12)], BODIES[random.below(25)]);
        let round = random.below(12);
        let items = random.between(10, 37);
        let day = random.below(28) + 1;
        let (year, month) = (2018 + (round * 8 + random.below(8)) / 12, random.between(1, 9));
        let labelled = random.below(3) > 0;
        let mut text = String::new();
        let size = random.between(6_000, 8_000);
        let done = if random.below(3) == 0 { items } else { random.between(items / 2, items - 1) };
        let mut line =
            |parts: std::fmt::Arguments<'_>| text.write_fmt(parts).expect("writing to a string does not fail");
        let round_name = format!("五届市委第{}轮巡察", NUMERALS[round]);
        line(format_args!(
            "---\ntitle: {unit}党组关于{round_name}整改情况的通报\nid: n{number:06}\ndate: {year}-{:02}-{day:02}\nunit: {unit}\nround: {round_name}\nclaims: {{problems: {items}, completed: {done}}}\n---\n\n",
            month + 3
        ));
        line(format_args!(
            "{year}年{month}月1日至{month}月28日，市委第{}巡察组对{unit}党组开展巡察。反馈的{items}个问题，已完成{done}个。{}\n\n",
            NUMERALS[random.below(12)],
            bank.paragraph(&mut random, 200)
        ));
        line(format_args!(
            "## 一、整改工作组织情况\n\n{}\n\n## 二、整改落实情况\n\n",
            bank.paragraph(&mut random, 400)
        ));
        let groups = random.between(3, 5);
        for item in 0..items {
            let group = item * groups / items;
            if item == 0 || group != (item - 1) * groups / items {
                line(format_args!("### （{}）关于“{}”方面\n\n", NUMERALS[group], bank.problem(&mut random)));
            }
            line(format_args!("#### {}.关于“{}”问题的整改\n\n", item + 1, bank.problem(&mut random)));
            for (at, measure) in NUMERALS.iter().take(random.between(1, 4)).enumerate() {
                let mark = if at == 0 { "整改情况：" } else { "" };
                line(format_args!("{mark}{measure}是{}", bank.paragraph(&mut random, size / items / 3)));
            }
            line(format_args!("\n\n"));
            if labelled {
                let ending = if item < done {
                    ENDINGS[[0, 0, 0, 3][random.below(4)]]
                } else {
                    ENDINGS[[1, 2, 2, 4][random.below(4)]]
                };
                line(format_args!("整改结果：{ending}\n\n"));
            }
        }
        line(format_args!(
            "## 三、下一步打算\n\n{}\n\n联系电话：0999-{number:07}；电子邮箱：n{number}@example.invalid。\n",
            bank.paragraph(&mut random, 300)
        ));
        Self { text, items }
    }
}
