fn shared<T: Sync>() {}

fn main() {
    shared::<perseq::Cache<&'static core::cell::Cell<u32>>>();
}
