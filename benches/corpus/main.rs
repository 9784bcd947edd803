//! A corpus of invented notices for every other bench, the same bytes on every machine.
//!
//! `cargo bench --bench corpus -- DIR N [SEED]` writes a site with N notices to DIR: `content/site.yaml` and
//! `content/notices/nNNNNNN.md`. A notice is a function of the seed and its number alone, so notice 17 is the same in a
//! corpus of 100 and of 100,000.

mod notice;
mod words;

use std::fs;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [folder, count, seed @ ..] = arguments.as_slice() else {
        println!("corpus: cargo bench --bench corpus -- DIR N [SEED]");
        return;
    };
    let count: usize = count.parse().expect("N is a number");
    let seed: u64 = seed.first().map_or(7, |seed| seed.parse().expect("SEED is a number"));
    let content = Path::new(folder).join("content");
    fs::create_dir_all(content.join("notices")).expect("the folder can be made");
    fs::write(content.join("site.yaml"), "title: 基准档案\nbase_url: https://example.invalid/\nplace: 云江\n")
        .expect("site.yaml can be written");
    let bank = words::Bank::new(seed);
    let (mut characters, mut items) = (0, 0);
    for number in 0..count {
        let notice = notice::Notice::new(&bank, seed, number);
        characters += notice.text.chars().count();
        items += notice.items;
        fs::write(content.join("notices").join(format!("n{number:06}.md")), notice.text)
            .expect("a notice can be written");
    }
    let per = |total: usize| total / count.max(1);
    println!("{count} notices, {} characters and {} items each, {} sentences", per(characters), per(items), bank.len());
}
