//! The ledger of an import: counts and places of everything that was converted or left out.
//!
//! The law it serves: every visible character of a source is in the Markdown or counted here, and nothing hidden is in
//! the Markdown.

use super::footnote::FOOTNOTE;
use super::note::{ImportNote, NoteKind};

/// How many places a note names.
const NAMED_PLACES: usize = 3;
/// How many characters name a place.
const PLACE_LENGTH: usize = 12;

/// Collects the notes of an import.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    notes: Vec<ImportNote>,
    /// The kind and the place of the last record: another record of that kind at the same place adds no place.
    last: Option<(NoteKind, usize)>,
    /// How many times visible text was passed on.
    position: usize,
    /// The last visible words.
    before: String,
}

impl Ledger {
    /// Takes note of visible words that were passed on.
    pub fn passed(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.position += 1;
            self.before = shortened(words);
        }
    }

    /// Records `places` of a kind that need no place.
    pub fn count(&mut self, kind: NoteKind, places: usize) {
        if places > 0 {
            self.note(kind).places += places;
        }
    }

    /// Records text that was left out here.
    pub fn left_out(&mut self, kind: NoteKind, text: &str) {
        let characters = visible(text);
        if characters > 0 {
            self.record(kind, characters);
        }
    }

    /// Forgets the last visible words: records from here on have no place in the text.
    pub fn leave_text(&mut self) {
        self.before.clear();
        self.position += 1;
    }

    /// Records something without characters that was left out here.
    pub fn dropped(&mut self, kind: NoteKind) {
        self.last = None;
        self.record(kind, 0);
    }

    fn record(&mut self, kind: NoteKind, characters: usize) {
        let same_place = self.last == Some((kind, self.position));
        self.last = Some((kind, self.position));
        let place = self.before.clone();
        let note = self.note(kind);
        note.characters += characters;
        if !same_place {
            note.places += 1;
            if note.after.len() < NAMED_PLACES && !place.is_empty() && note.after.last() != Some(&place) {
                note.after.push(place);
            }
        }
    }

    fn note(&mut self, kind: NoteKind) -> &mut ImportNote {
        let at = self.notes.iter().position(|note| note.kind == kind).unwrap_or_else(|| {
            self.notes.push(ImportNote { kind, places: 0, characters: 0, after: Vec::new() });
            self.notes.len() - 1
        });
        &mut self.notes[at]
    }

    /// The notes, the weightiest first.
    pub fn finish(mut self) -> Vec<ImportNote> {
        self.notes.sort_by_key(|note| note.kind.rank());
        self.notes
    }
}

/// How many characters of a text can be seen.
pub fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).count()
}

/// The last characters of a line, enough to find it by.
fn shortened(words: &str) -> String {
    let last = words.trim_end().rsplit('\n').next().unwrap_or_default();
    let start = last.char_indices().rev().nth(PLACE_LENGTH - 1).map_or(0, |(at, _)| at);
    last[start..].trim().chars().filter(|c| !FOOTNOTE.contains(c)).collect()
}
