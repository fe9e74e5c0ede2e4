module perseq.example/counter

go 1.19
