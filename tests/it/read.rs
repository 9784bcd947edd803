//! The reader: the seeds against their answer key, our own fixtures, and what must hold for any text.

mod calibration;
mod fixtures;
mod laws;
mod seeds;
