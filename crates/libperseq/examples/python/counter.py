"""Reads a counter of a library in C while that counts."""

import ctypes
import sys

perseq = ctypes.CDLL("libperseq.so.0")
perseq.perseq_counter_sum.argtypes = [ctypes.c_void_p]
perseq.perseq_counter_sum.restype = ctypes.c_uint64
perseq.perseq_error_text.restype = ctypes.c_char_p


class Counter(ctypes.Structure):
    """struct perseq_counter"""

    _fields_ = [("private", ctypes.c_uint64 * 3)]

    def sum(self):
        return perseq.perseq_counter_sum(ctypes.byref(self))


worker = ctypes.CDLL(sys.argv[1])
worked = Counter.in_dll(worker, "worked")
if worker.worker_start() != 0:
    sys.exit("the worker has no thread")
before = worked.sum()
looks = 0
while looks < 10:
    after = worked.sum()
    assert before <= after, "a counter of additions never falls"
    if after > before or after == 20_000_000:
        before = after
        looks += 1
        print("while it counts:", after, file=sys.stderr)
worker.worker_join()
print("in the end:", worked.sum())

if perseq.perseq_counter_sum(None) == 0:
    print("of no counter:", perseq.perseq_error_text().decode())
