//! Stable paging: full pages are numbered from the oldest row, and change only if an older row changes.

use std::ops::Range;

/// The division of a list of rows, oldest first, into pages. The list's own address shows the newest `size` to `2 × size − 1` rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    rows: usize,
    size: usize,
}

/// A page of a list: its own address, or one of the immutable numbered ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slice {
    /// `page/N/`, from 1, the oldest.
    Numbered(usize),
    /// The list's own address with the newest rows.
    Newest,
}

impl Paging {
    /// Cuts `rows` rows into pages of `size` (at least 1).
    pub fn of(rows: usize, size: usize) -> Self {
        Self { rows, size: size.max(1) }
    }

    /// Number of numbered pages.
    pub fn numbered(&self) -> usize {
        (self.rows / self.size).saturating_sub(1)
    }

    /// All pages, oldest first; there is always the newest.
    pub fn slices(&self) -> impl Iterator<Item = Slice> + use<> {
        (1..=self.numbered()).map(Slice::Numbered).chain([Slice::Newest])
    }

    /// The rows of a page in the list, oldest first.
    pub fn range(&self, slice: Slice) -> Range<usize> {
        match slice {
            Slice::Numbered(number) => (number - 1) * self.size..number * self.size,
            Slice::Newest => self.numbered() * self.size..self.rows,
        }
    }

    /// The page with the rows before those of `slice`.
    pub fn older(&self, slice: Slice) -> Option<Slice> {
        let number = match slice {
            Slice::Numbered(number) => number - 1,
            Slice::Newest => self.numbered(),
        };
        (number > 0).then_some(Slice::Numbered(number))
    }

    /// The page with the rows after those of `slice`. For the last numbered page it is one that is not filled yet and
    /// redirects to the list's own address, so that the link need not change once it is filled.
    pub fn newer(&self, slice: Slice) -> Option<Slice> {
        match slice {
            Slice::Newest => None,
            Slice::Numbered(number) => Some(Slice::Numbered(number + 1)),
        }
    }

    /// The page that the next rows will fill, if there are numbered pages.
    pub fn unfilled(&self) -> Option<Slice> {
        (self.numbered() > 0).then_some(Slice::Numbered(self.numbered() + 1))
    }
}

impl Slice {
    /// The slice's address below that of its list.
    pub fn address(self, list: &super::Address) -> super::Address {
        match self {
            Self::Newest => list.clone(),
            Self::Numbered(number) => list.page(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_append_touches_the_newest_and_at_most_one_new_page() {
        for rows in 0..200 {
            let (before, after) = (Paging::of(rows, 10), Paging::of(rows + 1, 10));
            assert!(after.numbered() - before.numbered() <= 1);
            let shown: usize = before.slices().map(|slice| before.range(slice).len()).sum();
            assert_eq!(shown, rows);
            assert!(rows < 10 || (10..20).contains(&before.range(Slice::Newest).len()));
            for number in 1..=before.numbered() {
                assert_eq!(before.range(Slice::Numbered(number)), after.range(Slice::Numbered(number)));
            }
        }
    }

    #[test]
    fn older_and_newer_lead_through_all_pages() {
        let paging = Paging::of(47, 10);
        let mut at = Slice::Newest;
        let mut seen = vec![at];
        while let Some(older) = paging.older(at) {
            let filled = if at == Slice::Newest { paging.unfilled() } else { Some(at) };
            assert_eq!(paging.newer(older), filled);
            seen.push(older);
            at = older;
        }
        assert_eq!(seen.len(), paging.slices().count());
    }
}
