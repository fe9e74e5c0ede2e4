fn main() {
    let _queue = perseq::Queue::<[usize; 2]>::new(4);
}
