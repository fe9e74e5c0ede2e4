fn shared<T: Sync>() {}

fn main() {
    shared::<perseq::CpuLock<std::rc::Rc<u32>>>();
}
