fn shared<T: Sync>() {}

fn main() {
    shared::<perseq::Stack<std::rc::Rc<u32>>>();
}
