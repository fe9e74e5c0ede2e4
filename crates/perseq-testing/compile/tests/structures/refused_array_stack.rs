fn shared<T: Sync>() {}

fn main() {
    shared::<perseq::ArrayStack<&'static core::cell::Cell<u32>>>();
}
