fn shared<T: Sync>() {}

fn main() {
    shared::<perseq::Queue<&'static core::cell::Cell<u32>>>();
}
