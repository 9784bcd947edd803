//! Builds again when a file of a built-in theme is added, which the compiler cannot see.

fn main() {
    println!("cargo:rerun-if-changed=themes");
}
