.section .tdata.perseq,"awT",@progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 48
__perseq_core_0_1_block:
    .quad _RNvNt…11perseq_core6thread12UNREGISTERED
    .quad _RNvNt…11perseq_core6thread12UNREGISTERED
    .zero 32

.section .init_array,"aw",@init_array
    .p2align 3, 0x0
    .quad _RNvNtNt…11perseq_core6thread4load7on_load

.section .note.perseq,"a",@note
    .p2align 2, 0x0
    .long 7
    .long 4
    .long 1
    .ascii "Perseq"
    .byte 0
    .p2align 2, 0x0
L0:
    .long _RNvNtNt…11perseq_core6thread5peers5ENTRY-L0

.section .data.rel.ro.perseq,"aw",@progbits
    .p2align 3, 0x0
    .hidden __perseq_core_0_1_weak
__perseq_core_0_1_weak:
    .quad __rseq_offset
    .quad __rseq_size
    .quad dlopen
    .quad dladdr

guarded_cpu_id_array_pop:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %rdx
    movq %rdx, 8(%rcx)
L1:
    movslq 4(%rcx), %r8
    shlq $18, %r8
    js L4
    addq %r8, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 16(%rdi), %rdx
    testq %rdx, %rdx
    je L5
    addq $-1, %rdx
    movq 24(%rdi,%rdx,8), %r8
    movq %r8, (%rsi)
    movq %rdx, 16(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_pop_batch:
    pushq %rbx
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r10
    movq %fs:(%r10), %r10
    leaq L0(%rip), %r11
    movq %r11, 8(%r10)
L1:
    movslq 4(%r10), %rbx
    shlq $18, %rbx
    js L4
    addq %rbx, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 16(%rdi), %r11
    cmpq %rcx, %r11
    jb L5
    addq %r8, %r11
    leaq 24(%rdi,%r11,8), %r11
    movq %r11, %rdx
    subq $8, %r9
    jb L7
L8:
    movq (%rdx), %r11
    movq %r11, (%rsi)
    addq $8, %rdx
    addq $8, %rsi
    subq $8, %r9
    jae L8
L7:
    addq $8, %r9
    je L9
L10:
    movzbl (%rdx), %r11d
    movb %r11b, (%rsi)
    incq %rdx
    incq %rsi
    decq %r9
    jne L10
L9:
    movq 16(%rdi), %r11
    addq %r8, %r11
    movq %r11, 16(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    popq %rbx
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_pop_open:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %rdx
    movq %rdx, 8(%rcx)
L1:
    movslq 4(%rcx), %r8
    shlq $18, %r8
    js L4
    addq %r8, %rdi
    jl L4
    movq 8(%rdi), %r8
    movq 16(%rdi), %rdx
    addq $-1, %rdx
    cmpq %r8, %rdx
    jae L5
    movq 24(%rdi,%rdx,8), %r8
    movq %r8, (%rsi)
    movq %rdx, 16(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_push:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 16(%rdi), %r8
    cmpq %rdx, %r8
    je L5
    movq %rsi, 24(%rdi,%r8,8)
    addq $1, %r8
    movq %r8, 16(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_push_batch:
    pushq %rbx
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r10
    movq %fs:(%r10), %r10
    leaq L0(%rip), %r11
    movq %r11, 8(%r10)
L1:
    movslq 4(%r10), %rbx
    shlq $18, %rbx
    js L4
    addq %rbx, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 16(%rdi), %r11
    cmpq %r8, %r11
    ja L5
    leaq 24(%rdi,%r11,8), %r11
    movq %r11, %rdx
    subq $8, %r9
    jb L7
L8:
    movq (%rsi), %r11
    movq %r11, (%rdx)
    addq $8, %rsi
    addq $8, %rdx
    subq $8, %r9
    jae L8
L7:
    addq $8, %r9
    je L9
L10:
    movzbl (%rsi), %r11d
    movb %r11b, (%rdx)
    incq %rsi
    incq %rdx
    decq %r9
    jne L10
L9:
    movq 16(%rdi), %r11
    addq %rcx, %r11
    movq %r11, 16(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    popq %rbx
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_push_open:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %rdx
    movq %rdx, 8(%rcx)
L1:
    movslq 4(%rcx), %r8
    shlq $18, %r8
    js L4
    addq %r8, %rdi
    jl L4
    movq 8(%rdi), %r8
    movq 16(%rdi), %rdx
    cmpq %r8, %rdx
    jae L5
    movq %rsi, 24(%rdi,%rdx,8)
    addq $1, %rdx
    movq %rdx, 16(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_flag_set:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L5
    movq %rdi, (%rsi)
    movq %rdx, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $3, %al
    jmp L4

guarded_cpu_id_list_pop:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 8(%rdi), %r8
    testq %r8, %r8
    je L5
    movq %r8, (%rsi)
    movq (%r8,%rdx), %r8
    movq %r8, 8(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_list_push:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L5
    movq 8(%rdi), %r8
    movq %r8, (%rsi)
    movq %rdx, 8(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $3, %al
    jmp L4

guarded_cpu_id_lock_acquire:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L0(%rip), %r9
    movq %r9, 8(%r8)
L1:
    movslq 4(%r8), %r10
    shlq $18, %r10
    js L4
    addq %r10, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 8(%rdi), %r9
    cmpq %rdx, %r9
    jne L5
    movq %rdi, (%rsi)
    movq %rcx, 8(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_queue_pop:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 16(%rdi), %r8
    subq 8(%rdi), %r8
    testq %r8, %r8
    je L5
    movq 8(%rdi), %r8
    andq %rdx, %r8
    movq 24(%rdi,%r8,8), %r8
    movq %r8, (%rsi)
    movq 8(%rdi), %r8
    addq $1, %r8
    movq %r8, 8(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_queue_push:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L0(%rip), %r9
    movq %r9, 8(%r8)
L1:
    movslq 4(%r8), %r10
    shlq $18, %r10
    js L4
    addq %r10, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 16(%rdi), %r9
    subq 8(%rdi), %r9
    cmpq %rdx, %r9
    je L5
    movq 16(%rdi), %r9
    andq %rcx, %r9
    movq %rsi, 24(%rdi,%r9,8)
    movq 16(%rdi), %r9
    addq $1, %r9
    movq %r9, 16(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_ring_discard:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L0(%rip), %r9
    movq %r9, 8(%r8)
L1:
    movslq 4(%r8), %r10
    shlq $18, %r10
    js L4
    addq %r10, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 16(%rdi), %r9
    cmpq %rsi, %r9
    jne L5
    addq %rdi, %r9
    cmpq %rdx, %r9
    jne L5
    movq %rcx, 16(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_ring_pad:
    pushq %rbp
    pushq %rbx
    movb $2, %al
    movq 24(%rsp), %r10
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r11
    movq %fs:(%r11), %r11
    leaq L0(%rip), %rbx
    movq %rbx, 8(%r11)
L1:
    movslq 4(%r11), %rbp
    shlq $18, %rbp
    js L4
    addq %rbp, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 8(%rdi), %rbx
    cmpq %rdx, %rbx
    jne L5
    subq 16(%rdi), %rbx
    cmpq %rcx, %rbx
    ja L5
    movq 8(%rdi), %rbx
    andq %r8, %rbx
    addq %rdi, %rbx
    addq $64, %rbx
    movq %rbx, %rsi
    movq %r9, (%rsi)
    movq %r10, 8(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    popq %rbx
    popq %rbp
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_ring_write:
    pushq %rbp
    pushq %rbx
    movb $2, %al
    movq 24(%rsp), %r10
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L6
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r11
    movq %fs:(%r11), %r11
    leaq L0(%rip), %rbx
    movq %rbx, 8(%r11)
L1:
    movslq 4(%r11), %rbp
    shlq $18, %rbp
    js L4
    addq %rbp, %rdi
    jl L4
    cmpq $0, (%rdi)
    jne L6
    movq 8(%rdi), %rbx
    subq 16(%rdi), %rbx
    cmpq %r9, %rbx
    ja L5
    movq 8(%rdi), %rbx
    andq %r10, %rbx
    cmpq %r9, %rbx
    ja L5
    addq %rdi, %rbx
    addq $64, %rbx
    movq %rbx, %rdx
    movq %rcx, (%rdx)
    addq $8, %rbx
    movq %rbx, %rdx
    subq $8, %rcx
    jb L7
L8:
    movq (%rsi), %rbx
    movq %rbx, (%rdx)
    addq $8, %rsi
    addq $8, %rdx
    subq $8, %rcx
    jae L8
L7:
    addq $8, %rcx
    je L9
L10:
    movzbl (%rsi), %ebx
    movb %bl, (%rdx)
    incq %rsi
    incq %rdx
    decq %rcx
    jne L10
L9:
    movq 8(%rdi), %rbx
    addq %r8, %rbx
    movq %rbx, 8(%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    popq %rbx
    popq %rbp
    retq
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

here_cpu_id_add:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %rdx
    movq %rdx, 8(%rcx)
L1:
    movslq 4(%rcx), %r8
    shlq $18, %r8
    js L4
    addq %r8, %rdi
    jl L4
    addq %rsi, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq

here_cpu_id_load_add_load_load_add_store:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    movq (%rdi), %r8
    movq (%r8,%rsi), %r8
    addq %rdx, (%r8)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq

here_cpu_id_load_add_load_load_add_store_release:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    movq (%rdi), %r8
    movq (%r8,%rsi), %r8
    addq %rdx, (%r8)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq

here_cpu_id_load_add_store:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %rdx
    movq %rdx, 8(%rcx)
L1:
    movslq 4(%rcx), %r8
    shlq $18, %r8
    js L4
    addq %r8, %rdi
    jl L4
    movq (%rdi), %rdx
    addq %rsi, %rdx
    movq %rdx, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq

here_cpu_id_load_add_store_release:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %rdx
    movq %rdx, 8(%rcx)
L1:
    movslq 4(%rcx), %r8
    shlq $18, %r8
    js L4
    addq %r8, %rdi
    jl L4
    movq (%rdi), %rdx
    addq %rsi, %rdx
    movq %rdx, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq

here_cpu_id_load_cbeq_store_add_load_store:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L0(%rip), %r9
    movq %r9, 8(%r8)
L1:
    movslq 4(%r8), %r10
    shlq $18, %r10
    js L4
    addq %r10, %rdi
    jl L4
    movq (%rdi), %r9
    cmpq %rdx, %r9
    je L5
    movq %r9, (%rsi)
    movq (%r9,%rcx), %r9
    movq %r9, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbeq_store_add_load_store_release:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L0(%rip), %r9
    movq %r9, 8(%r8)
L1:
    movslq 4(%r8), %r10
    shlq $18, %r10
    js L4
    addq %r10, %rdi
    jl L4
    movq (%rdi), %r9
    cmpq %rdx, %r9
    je L5
    movq %r9, (%rsi)
    movq (%r9,%rcx), %r9
    movq %r9, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_load_cbne_store:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r9
    movq %fs:(%r9), %r9
    leaq L0(%rip), %r10
    movq %r10, 8(%r9)
L1:
    movslq 4(%r9), %r11
    shlq $18, %r11
    js L4
    addq %r11, %rdi
    jl L4
    addq %r11, %rsi
    jl L4
    movq (%rdi), %r10
    cmpq %rdx, %r10
    jne L5
    movq (%rsi), %r10
    cmpq %rcx, %r10
    jne L5
    movq %r8, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_load_cbne_store_release:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r9
    movq %fs:(%r9), %r9
    leaq L0(%rip), %r10
    movq %r10, 8(%r9)
L1:
    movslq 4(%r9), %r11
    shlq $18, %r11
    js L4
    addq %r11, %rdi
    jl L4
    addq %r11, %rsi
    jl L4
    movq (%rdi), %r10
    cmpq %rdx, %r10
    jne L5
    movq (%rsi), %r10
    cmpq %rcx, %r10
    jne L5
    movq %r8, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_memcpy_store:
    pushq %rbx
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r10
    movq %fs:(%r10), %r10
    leaq L0(%rip), %r11
    movq %r11, 8(%r10)
L1:
    movslq 4(%r10), %rbx
    shlq $18, %rbx
    js L4
    addq %rbx, %rdi
    jl L4
    addq %rbx, %rsi
    jl L4
    movq (%rdi), %r11
    cmpq %rcx, %r11
    jne L5
    subq $8, %r8
    jb L6
L7:
    movq (%rdx), %r11
    movq %r11, (%rsi)
    addq $8, %rdx
    addq $8, %rsi
    subq $8, %r8
    jae L7
L6:
    addq $8, %r8
    je L8
L9:
    movzbl (%rdx), %r11d
    movb %r11b, (%rsi)
    incq %rdx
    incq %rsi
    decq %r8
    jne L9
L8:
    movq %r9, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    popq %rbx
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_memcpy_store_release:
    pushq %rbx
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r10
    movq %fs:(%r10), %r10
    leaq L0(%rip), %r11
    movq %r11, 8(%r10)
L1:
    movslq 4(%r10), %rbx
    shlq $18, %rbx
    js L4
    addq %rbx, %rdi
    jl L4
    addq %rbx, %rsi
    jl L4
    movq (%rdi), %r11
    cmpq %rcx, %r11
    jne L5
    subq $8, %r8
    jb L6
L7:
    movq (%rdx), %r11
    movq %r11, (%rsi)
    addq $8, %rdx
    addq $8, %rsi
    subq $8, %r8
    jae L7
L6:
    addq $8, %r8
    je L8
L9:
    movzbl (%rdx), %r11d
    movb %r11b, (%rsi)
    incq %rdx
    incq %rsi
    decq %r8
    jne L9
L8:
    movq %r9, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    popq %rbx
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_store:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    movq (%rdi), %r8
    cmpq %rsi, %r8
    jne L5
    movq %rdx, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_store_release:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L0(%rip), %r8
    movq %r8, 8(%rcx)
L1:
    movslq 4(%rcx), %r9
    shlq $18, %r9
    js L4
    addq %r9, %rdi
    jl L4
    movq (%rdi), %r8
    cmpq %rsi, %r8
    jne L5
    movq %rdx, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_store_store:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r9
    movq %fs:(%r9), %r9
    leaq L0(%rip), %r10
    movq %r10, 8(%r9)
L1:
    movslq 4(%r9), %r11
    shlq $18, %r11
    js L4
    addq %r11, %rdi
    jl L4
    addq %r11, %rsi
    jl L4
    movq (%rdi), %r10
    cmpq %rdx, %r10
    jne L5
    movq %rcx, (%rsi)
    movq %r8, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_store_store_release:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r9
    movq %fs:(%r9), %r9
    leaq L0(%rip), %r10
    movq %r10, 8(%r9)
L1:
    movslq 4(%r9), %r11
    shlq $18, %r11
    js L4
    addq %r11, %rdi
    jl L4
    addq %r11, %rsi
    jl L4
    movq (%rdi), %r10
    cmpq %rdx, %r10
    jne L5
    movq %rcx, (%rsi)
    movq %r8, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq
L5:
    movb $1, %al
    jmp L4

here_mm_cid_add:
    movb $2, %al
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .quad L1
    .quad L2-L1
    .quad L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L1
    .quad L4
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:8(%rcx), %rcx
    leaq L0(%rip), %rdx
    movq %rdx, 8(%rcx)
L1:
    cmpl $0, 4(%rcx)
    jl L4
    movslq 24(%rcx), %r8
    shlq $18, %r8
    js L4
    addq %r8, %rdi
    jl L4
    addq %rsi, (%rdi)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L4
    .text
    xorl %eax, %eax
L4:
    retq

on_cpu_id_load_add_load_load_add_store:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L1(%rip), %r9
    movq %r9, 8(%r8)
L2:
    cmpl %edi, 4(%r8)
    jne L0
    movq (%rsi), %r9
    movq (%r9,%rdx), %r9
    addq %rcx, (%r9)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq

on_cpu_id_load_add_load_load_add_store_release:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L1(%rip), %r9
    movq %r9, 8(%r8)
L2:
    cmpl %edi, 4(%r8)
    jne L0
    movq (%rsi), %r9
    movq (%r9,%rdx), %r9
    addq %rcx, (%r9)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq

on_cpu_id_load_add_store:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L1(%rip), %r8
    movq %r8, 8(%rcx)
L2:
    cmpl %edi, 4(%rcx)
    jne L0
    movq (%rsi), %r8
    addq %rdx, %r8
    movq %r8, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq

on_cpu_id_load_add_store_release:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:(%rcx), %rcx
    leaq L1(%rip), %r8
    movq %r8, 8(%rcx)
L2:
    cmpl %edi, 4(%rcx)
    jne L0
    movq (%rsi), %r8
    addq %rdx, %r8
    movq %r8, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq

on_cpu_id_load_cbeq_store_add_load_store:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r9
    movq %fs:(%r9), %r9
    leaq L1(%rip), %r10
    movq %r10, 8(%r9)
L2:
    cmpl %edi, 4(%r9)
    jne L0
    movq (%rsi), %r10
    cmpq %rcx, %r10
    je L5
    movq %r10, (%rdx)
    movq (%r10,%r8), %r10
    movq %r10, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbeq_store_add_load_store_release:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r9
    movq %fs:(%r9), %r9
    leaq L1(%rip), %r10
    movq %r10, 8(%r9)
L2:
    cmpl %edi, 4(%r9)
    jne L0
    movq (%rsi), %r10
    cmpq %rcx, %r10
    je L5
    movq %r10, (%rdx)
    movq (%r10,%r8), %r10
    movq %r10, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbne_load_cbne_store:
    pushq %rbx
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r10
    movq %fs:(%r10), %r10
    leaq L1(%rip), %r11
    movq %r11, 8(%r10)
L2:
    cmpl %edi, 4(%r10)
    jne L0
    movq (%rsi), %r11
    cmpq %rcx, %r11
    jne L5
    movq (%rdx), %r11
    cmpq %r8, %r11
    jne L5
    movq %r9, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    popq %rbx
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbne_load_cbne_store_release:
    pushq %rbx
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r10
    movq %fs:(%r10), %r10
    leaq L1(%rip), %r11
    movq %r11, 8(%r10)
L2:
    cmpl %edi, 4(%r10)
    jne L0
    movq (%rsi), %r11
    cmpq %rcx, %r11
    jne L5
    movq (%rdx), %r11
    cmpq %r8, %r11
    jne L5
    movq %r9, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    popq %rbx
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbne_memcpy_store:
    pushq %rbp
    pushq %rbx
    movb $2, %al
    testl %edi, %edi
    js L0
    movq 24(%rsp), %r10
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r11
    movq %fs:(%r11), %r11
    leaq L1(%rip), %rbx
    movq %rbx, 8(%r11)
L2:
    cmpl %edi, 4(%r11)
    jne L0
    movq (%rsi), %rbx
    cmpq %r8, %rbx
    jne L5
    subq $8, %r9
    jb L6
L7:
    movq (%rcx), %rbx
    movq %rbx, (%rdx)
    addq $8, %rcx
    addq $8, %rdx
    subq $8, %r9
    jae L7
L6:
    addq $8, %r9
    je L8
L9:
    movzbl (%rcx), %ebx
    movb %bl, (%rdx)
    incq %rcx
    incq %rdx
    decq %r9
    jne L9
L8:
    movq %r10, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    popq %rbx
    popq %rbp
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbne_memcpy_store_release:
    pushq %rbp
    pushq %rbx
    movb $2, %al
    testl %edi, %edi
    js L0
    movq 24(%rsp), %r10
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r11
    movq %fs:(%r11), %r11
    leaq L1(%rip), %rbx
    movq %rbx, 8(%r11)
L2:
    cmpl %edi, 4(%r11)
    jne L0
    movq (%rsi), %rbx
    cmpq %r8, %rbx
    jne L5
    subq $8, %r9
    jb L6
L7:
    movq (%rcx), %rbx
    movq %rbx, (%rdx)
    addq $8, %rcx
    addq $8, %rdx
    subq $8, %r9
    jae L7
L6:
    addq $8, %r9
    je L8
L9:
    movzbl (%rcx), %ebx
    movb %bl, (%rdx)
    incq %rcx
    incq %rdx
    decq %r9
    jne L9
L8:
    movq %r10, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    popq %rbx
    popq %rbp
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbne_store:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L1(%rip), %r9
    movq %r9, 8(%r8)
L2:
    cmpl %edi, 4(%r8)
    jne L0
    movq (%rsi), %r9
    cmpq %rdx, %r9
    jne L5
    movq %rcx, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbne_store_release:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r8
    movq %fs:(%r8), %r8
    leaq L1(%rip), %r9
    movq %r9, 8(%r8)
L2:
    cmpl %edi, 4(%r8)
    jne L0
    movq (%rsi), %r9
    cmpq %rdx, %r9
    jne L5
    movq %rcx, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbne_store_store:
    pushq %rbx
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r10
    movq %fs:(%r10), %r10
    leaq L1(%rip), %r11
    movq %r11, 8(%r10)
L2:
    cmpl %edi, 4(%r10)
    jne L0
    movq (%rsi), %r11
    cmpq %rcx, %r11
    jne L5
    movq %r8, (%rdx)
    movq %r9, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    popq %rbx
    retq
L5:
    movb $1, %al
    jmp L0

on_cpu_id_load_cbne_store_store_release:
    pushq %rbx
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L5
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %r10
    movq %fs:(%r10), %r10
    leaq L1(%rip), %r11
    movq %r11, 8(%r10)
L2:
    cmpl %edi, 4(%r10)
    jne L0
    movq (%rsi), %r11
    cmpq %rcx, %r11
    jne L5
    movq %r8, (%rdx)
    movq %r9, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    popq %rbx
    retq
L5:
    movb $1, %al
    jmp L0

on_mm_cid_load_add_store:
    movb $2, %al
    testl %edi, %edi
    js L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .quad L2
    .quad L3-L2
    .quad L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L0
    .text
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rcx
    movq %fs:8(%rcx), %rcx
    leaq L1(%rip), %r8
    movq %r8, 8(%rcx)
L2:
    cmpl $0, 4(%rcx)
    jl L0
    cmpl %edi, 24(%rcx)
    jne L0
    movq (%rsi), %r8
    addq %rdx, %r8
    movq %r8, (%rsi)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L0
    .text
    xorl %eax, %eax
L0:
    retq

thread_area_cpu_id:
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rax
    movq %fs:(%rax), %rax
    retq

thread_area_mm_cid:
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rax
    movq %fs:8(%rax), %rax
    retq

thread_block:
    movq __perseq_core_0_1_block@GOTTPOFF(%rip), %rax
    addq %fs:0, %rax
    retq

thread_pointer:
    movq %fs:0, %rax
    retq

