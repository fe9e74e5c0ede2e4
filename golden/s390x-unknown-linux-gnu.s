.section .tdata.perseq,"awT",@progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 48
__perseq_core_0_1_block:
    .quad _RNvNt…11perseq_core6thread12UNREGISTERED
    .quad _RNvNt…11perseq_core6thread12UNREGISTERED
    .space 32

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
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r4, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r4)
    lg %r1, 0(%r1)
    larl %r4, L0
    stg %r4, 8(%r1)
L1:
    ltgf %r5, 4(%r1)
    jgl L4
    sllg %r5, %r5, 18
    agr %r2, %r5
    jgl L4
    ltg %r4, 0(%r2)
    jgne L6
    lg %r4, 16(%r2)
    ltgr %r4, %r4
    jge L5
    aghi %r4, -1
    sllg %r5, %r4, 3
    lg %r5, 24(%r5,%r2)
    stg %r5, 0(%r3)
    stg %r4, 16(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_array_pop_batch:
    stmg %r6, %r15, 48(%r15)
    lg %r1, 160(%r15)
    lhi %r0, 2
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
    ear %r14, %a0
    sllg %r14, %r14, 32
    ear %r14, %a1
    larl %r13, __perseq_core_0_1_block@INDNTPOFF
    ag %r14, 0(%r13)
    lg %r14, 0(%r14)
    larl %r13, L0
    stg %r13, 8(%r14)
L1:
    ltgf %r12, 4(%r14)
    jgl L4
    sllg %r12, %r12, 18
    agr %r2, %r12
    jgl L4
    ltg %r13, 0(%r2)
    jgne L6
    lg %r13, 16(%r2)
    clgr %r13, %r5
    jgl L5
    agr %r13, %r6
    sllg %r13, %r13, 3
    la %r13, 24(%r13,%r2)
    lgr %r4, %r13
    ltgr %r1, %r1
    jge L7
L8:
    llgc %r13, 0(%r4)
    stc %r13, 0(%r3)
    aghi %r4, 1
    aghi %r3, 1
    brctg %r1, L8
L7:
    lg %r13, 16(%r2)
    agr %r13, %r6
    stg %r13, 16(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_array_pop_open:
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r4, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r4)
    lg %r1, 0(%r1)
    larl %r4, L0
    stg %r4, 8(%r1)
L1:
    ltgf %r5, 4(%r1)
    jgl L4
    sllg %r5, %r5, 18
    agr %r2, %r5
    jgl L4
    lg %r5, 8(%r2)
    lg %r4, 16(%r2)
    aghi %r4, -1
    clgr %r4, %r5
    jgnl L5
    sllg %r5, %r4, 3
    lg %r5, 24(%r5,%r2)
    stg %r5, 0(%r3)
    stg %r4, 16(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    br %r14
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_array_push:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    ltg %r5, 0(%r2)
    jgne L6
    lg %r5, 16(%r2)
    cgr %r5, %r4
    jge L5
    sllg %r14, %r5, 3
    stg %r3, 24(%r14,%r2)
    aghi %r5, 1
    stg %r5, 16(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_array_push_batch:
    stmg %r6, %r15, 48(%r15)
    lg %r1, 160(%r15)
    lhi %r0, 2
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
    ear %r14, %a0
    sllg %r14, %r14, 32
    ear %r14, %a1
    larl %r13, __perseq_core_0_1_block@INDNTPOFF
    ag %r14, 0(%r13)
    lg %r14, 0(%r14)
    larl %r13, L0
    stg %r13, 8(%r14)
L1:
    ltgf %r12, 4(%r14)
    jgl L4
    sllg %r12, %r12, 18
    agr %r2, %r12
    jgl L4
    ltg %r13, 0(%r2)
    jgne L6
    lg %r13, 16(%r2)
    clgr %r13, %r6
    jgh L5
    sllg %r13, %r13, 3
    la %r13, 24(%r13,%r2)
    lgr %r4, %r13
    ltgr %r1, %r1
    jge L7
L8:
    llgc %r13, 0(%r3)
    stc %r13, 0(%r4)
    aghi %r3, 1
    aghi %r4, 1
    brctg %r1, L8
L7:
    lg %r13, 16(%r2)
    agr %r13, %r5
    stg %r13, 16(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_array_push_open:
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r4, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r4)
    lg %r1, 0(%r1)
    larl %r4, L0
    stg %r4, 8(%r1)
L1:
    ltgf %r5, 4(%r1)
    jgl L4
    sllg %r5, %r5, 18
    agr %r2, %r5
    jgl L4
    lg %r5, 8(%r2)
    lg %r4, 16(%r2)
    clgr %r4, %r5
    jgnl L5
    sllg %r5, %r4, 3
    stg %r3, 24(%r5,%r2)
    aghi %r4, 1
    stg %r4, 16(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    br %r14
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_flag_set:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    ltg %r5, 0(%r2)
    jgne L5
    stg %r2, 0(%r3)
    stg %r4, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14
L5:
    lhi %r0, 3
    j L4

guarded_cpu_id_list_pop:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    ltg %r5, 0(%r2)
    jgne L6
    lg %r5, 8(%r2)
    ltgr %r5, %r5
    jge L5
    stg %r5, 0(%r3)
    agr %r5, %r4
    lg %r5, 0(%r5)
    stg %r5, 8(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_list_push:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    ltg %r5, 0(%r2)
    jgne L5
    lg %r5, 8(%r2)
    stg %r5, 0(%r3)
    stg %r4, 8(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14
L5:
    lhi %r0, 3
    j L4

guarded_cpu_id_lock_acquire:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    ltg %r14, 0(%r2)
    jgne L6
    lg %r14, 8(%r2)
    cgr %r14, %r4
    jgne L5
    stg %r2, 0(%r3)
    stg %r5, 8(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_queue_pop:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    ltg %r5, 0(%r2)
    jgne L6
    lg %r5, 16(%r2)
    sg %r5, 8(%r2)
    ltgr %r5, %r5
    jge L5
    lg %r5, 8(%r2)
    ngr %r5, %r4
    sllg %r14, %r5, 3
    lg %r5, 24(%r14,%r2)
    stg %r5, 0(%r3)
    lg %r5, 8(%r2)
    aghi %r5, 1
    stg %r5, 8(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_queue_push:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    ltg %r14, 0(%r2)
    jgne L6
    lg %r14, 16(%r2)
    sg %r14, 8(%r2)
    cgr %r14, %r4
    jge L5
    lg %r14, 16(%r2)
    ngr %r14, %r5
    sllg %r13, %r14, 3
    stg %r3, 24(%r13,%r2)
    lg %r14, 16(%r2)
    aghi %r14, 1
    stg %r14, 16(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_ring_discard:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    ltg %r14, 0(%r2)
    jgne L6
    lg %r14, 16(%r2)
    cgr %r14, %r3
    jgne L5
    agr %r14, %r2
    cgr %r14, %r4
    jgne L5
    stg %r5, 16(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_ring_pad:
    stmg %r6, %r15, 48(%r15)
    lg %r1, 160(%r15)
    lg %r14, 168(%r15)
    lhi %r0, 2
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
    ear %r13, %a0
    sllg %r13, %r13, 32
    ear %r13, %a1
    larl %r12, __perseq_core_0_1_block@INDNTPOFF
    ag %r13, 0(%r12)
    lg %r13, 0(%r13)
    larl %r12, L0
    stg %r12, 8(%r13)
L1:
    ltgf %r11, 4(%r13)
    jgl L4
    sllg %r11, %r11, 18
    agr %r2, %r11
    jgl L4
    ltg %r12, 0(%r2)
    jgne L6
    lg %r12, 8(%r2)
    cgr %r12, %r4
    jgne L5
    sg %r12, 16(%r2)
    clgr %r12, %r5
    jgh L5
    lg %r12, 8(%r2)
    ngr %r12, %r6
    agr %r12, %r2
    aghi %r12, 64
    lgr %r3, %r12
    stg %r1, 0(%r3)
    stg %r14, 8(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

guarded_cpu_id_ring_write:
    stmg %r6, %r15, 48(%r15)
    lg %r1, 160(%r15)
    lg %r14, 168(%r15)
    lhi %r0, 2
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
    ear %r13, %a0
    sllg %r13, %r13, 32
    ear %r13, %a1
    larl %r12, __perseq_core_0_1_block@INDNTPOFF
    ag %r13, 0(%r12)
    lg %r13, 0(%r13)
    larl %r12, L0
    stg %r12, 8(%r13)
L1:
    ltgf %r11, 4(%r13)
    jgl L4
    sllg %r11, %r11, 18
    agr %r2, %r11
    jgl L4
    ltg %r12, 0(%r2)
    jgne L6
    lg %r12, 8(%r2)
    sg %r12, 16(%r2)
    clgr %r12, %r1
    jgh L5
    lg %r12, 8(%r2)
    ngr %r12, %r14
    clgr %r12, %r1
    jgh L5
    agr %r12, %r2
    aghi %r12, 64
    lgr %r4, %r12
    stg %r5, 0(%r4)
    aghi %r12, 8
    lgr %r4, %r12
    ltgr %r5, %r5
    jge L7
L8:
    llgc %r12, 0(%r3)
    stc %r12, 0(%r4)
    aghi %r3, 1
    aghi %r4, 1
    brctg %r5, L8
L7:
    lg %r12, 8(%r2)
    agr %r12, %r6
    stg %r12, 8(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L6:
    lhi %r0, 3
    j L4
L5:
    lhi %r0, 1
    j L4

here_cpu_id_add:
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r4, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r4)
    lg %r1, 0(%r1)
    larl %r4, L0
    stg %r4, 8(%r1)
L1:
    ltgf %r5, 4(%r1)
    jgl L4
    sllg %r5, %r5, 18
    agr %r2, %r5
    jgl L4
    lg %r4, 0(%r2)
    agr %r4, %r3
    stg %r4, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    br %r14

here_cpu_id_load_add_load_load_add_store:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    lg %r5, 0(%r2)
    agr %r5, %r3
    lg %r5, 0(%r5)
    lg %r14, 0(%r5)
    agr %r14, %r4
    stg %r14, 0(%r5)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14

here_cpu_id_load_add_load_load_add_store_release:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    lg %r5, 0(%r2)
    agr %r5, %r3
    lg %r5, 0(%r5)
    lg %r14, 0(%r5)
    agr %r14, %r4
    stg %r14, 0(%r5)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14

here_cpu_id_load_add_store:
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r4, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r4)
    lg %r1, 0(%r1)
    larl %r4, L0
    stg %r4, 8(%r1)
L1:
    ltgf %r5, 4(%r1)
    jgl L4
    sllg %r5, %r5, 18
    agr %r2, %r5
    jgl L4
    lg %r4, 0(%r2)
    agr %r4, %r3
    stg %r4, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    br %r14

here_cpu_id_load_add_store_release:
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r4, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r4)
    lg %r1, 0(%r1)
    larl %r4, L0
    stg %r4, 8(%r1)
L1:
    ltgf %r5, 4(%r1)
    jgl L4
    sllg %r5, %r5, 18
    agr %r2, %r5
    jgl L4
    lg %r4, 0(%r2)
    agr %r4, %r3
    stg %r4, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    br %r14

here_cpu_id_load_cbeq_store_add_load_store:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    lg %r14, 0(%r2)
    cgr %r14, %r4
    jge L5
    stg %r14, 0(%r3)
    agr %r14, %r5
    lg %r14, 0(%r14)
    stg %r14, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbeq_store_add_load_store_release:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    lg %r14, 0(%r2)
    cgr %r14, %r4
    jge L5
    stg %r14, 0(%r3)
    agr %r14, %r5
    lg %r14, 0(%r14)
    stg %r14, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbne_load_cbne_store:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    agr %r3, %r13
    jgl L4
    lg %r14, 0(%r2)
    cgr %r14, %r4
    jgne L5
    lg %r14, 0(%r3)
    cgr %r14, %r5
    jgne L5
    stg %r6, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbne_load_cbne_store_release:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    agr %r3, %r13
    jgl L4
    lg %r14, 0(%r2)
    cgr %r14, %r4
    jgne L5
    lg %r14, 0(%r3)
    cgr %r14, %r5
    jgne L5
    stg %r6, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbne_memcpy_store:
    stmg %r6, %r15, 48(%r15)
    lg %r1, 160(%r15)
    lhi %r0, 2
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
    ear %r14, %a0
    sllg %r14, %r14, 32
    ear %r14, %a1
    larl %r13, __perseq_core_0_1_block@INDNTPOFF
    ag %r14, 0(%r13)
    lg %r14, 0(%r14)
    larl %r13, L0
    stg %r13, 8(%r14)
L1:
    ltgf %r12, 4(%r14)
    jgl L4
    sllg %r12, %r12, 18
    agr %r2, %r12
    jgl L4
    agr %r3, %r12
    jgl L4
    lg %r13, 0(%r2)
    cgr %r13, %r5
    jgne L5
    ltgr %r6, %r6
    jge L6
L7:
    llgc %r13, 0(%r4)
    stc %r13, 0(%r3)
    aghi %r4, 1
    aghi %r3, 1
    brctg %r6, L7
L6:
    stg %r1, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbne_memcpy_store_release:
    stmg %r6, %r15, 48(%r15)
    lg %r1, 160(%r15)
    lhi %r0, 2
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
    ear %r14, %a0
    sllg %r14, %r14, 32
    ear %r14, %a1
    larl %r13, __perseq_core_0_1_block@INDNTPOFF
    ag %r14, 0(%r13)
    lg %r14, 0(%r14)
    larl %r13, L0
    stg %r13, 8(%r14)
L1:
    ltgf %r12, 4(%r14)
    jgl L4
    sllg %r12, %r12, 18
    agr %r2, %r12
    jgl L4
    agr %r3, %r12
    jgl L4
    lg %r13, 0(%r2)
    cgr %r13, %r5
    jgne L5
    ltgr %r6, %r6
    jge L6
L7:
    llgc %r13, 0(%r4)
    stc %r13, 0(%r3)
    aghi %r4, 1
    aghi %r3, 1
    brctg %r6, L7
L6:
    stg %r1, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbne_store:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    lg %r5, 0(%r2)
    cgr %r5, %r3
    jgne L5
    stg %r4, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbne_store_release:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L0
    stg %r5, 8(%r1)
L1:
    ltgf %r14, 4(%r1)
    jgl L4
    sllg %r14, %r14, 18
    agr %r2, %r14
    jgl L4
    lg %r5, 0(%r2)
    cgr %r5, %r3
    jgne L5
    stg %r4, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbne_store_store:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    agr %r3, %r13
    jgl L4
    lg %r14, 0(%r2)
    cgr %r14, %r4
    jgne L5
    stg %r5, 0(%r3)
    stg %r6, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_cpu_id_load_cbne_store_store_release:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L0
    stg %r14, 8(%r1)
L1:
    ltgf %r13, 4(%r1)
    jgl L4
    sllg %r13, %r13, 18
    agr %r2, %r13
    jgl L4
    agr %r3, %r13
    jgl L4
    lg %r14, 0(%r2)
    cgr %r14, %r4
    jgne L5
    stg %r5, 0(%r3)
    stg %r6, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L4

here_mm_cid_add:
    lhi %r0, 2
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r4, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r4)
    lg %r1, 8(%r1)
    larl %r4, L0
    stg %r4, 8(%r1)
L1:
    lt %r4, 4(%r1)
    jgl L4
    ltgf %r5, 24(%r1)
    jgl L4
    sllg %r5, %r5, 18
    agr %r2, %r5
    jgl L4
    lg %r4, 0(%r2)
    agr %r4, %r3
    stg %r4, 0(%r2)
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L3:
    jg L4
    .text
    lhi %r0, 0
L4:
    llgfr %r2, %r0
    br %r14

on_cpu_id_load_add_load_load_add_store:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L1
    stg %r14, 8(%r1)
L2:
    c %r2, 4(%r1)
    jgne L0
    lg %r14, 0(%r3)
    agr %r14, %r4
    lg %r14, 0(%r14)
    lg %r13, 0(%r14)
    agr %r13, %r5
    stg %r13, 0(%r14)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14

on_cpu_id_load_add_load_load_add_store_release:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L1
    stg %r14, 8(%r1)
L2:
    c %r2, 4(%r1)
    jgne L0
    lg %r14, 0(%r3)
    agr %r14, %r4
    lg %r14, 0(%r14)
    lg %r13, 0(%r14)
    agr %r13, %r5
    stg %r13, 0(%r14)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14

on_cpu_id_load_add_store:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L1
    stg %r5, 8(%r1)
L2:
    c %r2, 4(%r1)
    jgne L0
    lg %r5, 0(%r3)
    agr %r5, %r4
    stg %r5, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14

on_cpu_id_load_add_store_release:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 0(%r1)
    larl %r5, L1
    stg %r5, 8(%r1)
L2:
    c %r2, 4(%r1)
    jgne L0
    lg %r5, 0(%r3)
    agr %r5, %r4
    stg %r5, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14

on_cpu_id_load_cbeq_store_add_load_store:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L1
    stg %r14, 8(%r1)
L2:
    c %r2, 4(%r1)
    jgne L0
    lg %r14, 0(%r3)
    cgr %r14, %r5
    jge L5
    stg %r14, 0(%r4)
    agr %r14, %r6
    lg %r14, 0(%r14)
    stg %r14, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbeq_store_add_load_store_release:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L1
    stg %r14, 8(%r1)
L2:
    c %r2, 4(%r1)
    jgne L0
    lg %r14, 0(%r3)
    cgr %r14, %r5
    jge L5
    stg %r14, 0(%r4)
    agr %r14, %r6
    lg %r14, 0(%r14)
    stg %r14, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbne_load_cbne_store:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
    lg %r1, 160(%r15)
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
    ear %r14, %a0
    sllg %r14, %r14, 32
    ear %r14, %a1
    larl %r13, __perseq_core_0_1_block@INDNTPOFF
    ag %r14, 0(%r13)
    lg %r14, 0(%r14)
    larl %r13, L1
    stg %r13, 8(%r14)
L2:
    c %r2, 4(%r14)
    jgne L0
    lg %r13, 0(%r3)
    cgr %r13, %r5
    jgne L5
    lg %r13, 0(%r4)
    cgr %r13, %r6
    jgne L5
    stg %r1, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbne_load_cbne_store_release:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
    lg %r1, 160(%r15)
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
    ear %r14, %a0
    sllg %r14, %r14, 32
    ear %r14, %a1
    larl %r13, __perseq_core_0_1_block@INDNTPOFF
    ag %r14, 0(%r13)
    lg %r14, 0(%r14)
    larl %r13, L1
    stg %r13, 8(%r14)
L2:
    c %r2, 4(%r14)
    jgne L0
    lg %r13, 0(%r3)
    cgr %r13, %r5
    jgne L5
    lg %r13, 0(%r4)
    cgr %r13, %r6
    jgne L5
    stg %r1, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbne_memcpy_store:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
    lg %r1, 168(%r15)
    lg %r14, 160(%r15)
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
    ear %r13, %a0
    sllg %r13, %r13, 32
    ear %r13, %a1
    larl %r12, __perseq_core_0_1_block@INDNTPOFF
    ag %r13, 0(%r12)
    lg %r13, 0(%r13)
    larl %r12, L1
    stg %r12, 8(%r13)
L2:
    c %r2, 4(%r13)
    jgne L0
    lg %r12, 0(%r3)
    cgr %r12, %r6
    jgne L5
    ltgr %r14, %r14
    jge L6
L7:
    llgc %r12, 0(%r5)
    stc %r12, 0(%r4)
    aghi %r5, 1
    aghi %r4, 1
    brctg %r14, L7
L6:
    stg %r1, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbne_memcpy_store_release:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
    lg %r1, 168(%r15)
    lg %r14, 160(%r15)
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
    ear %r13, %a0
    sllg %r13, %r13, 32
    ear %r13, %a1
    larl %r12, __perseq_core_0_1_block@INDNTPOFF
    ag %r13, 0(%r12)
    lg %r13, 0(%r13)
    larl %r12, L1
    stg %r12, 8(%r13)
L2:
    c %r2, 4(%r13)
    jgne L0
    lg %r12, 0(%r3)
    cgr %r12, %r6
    jgne L5
    ltgr %r14, %r14
    jge L6
L7:
    llgc %r12, 0(%r5)
    stc %r12, 0(%r4)
    aghi %r5, 1
    aghi %r4, 1
    brctg %r14, L7
L6:
    stg %r1, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbne_store:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L1
    stg %r14, 8(%r1)
L2:
    c %r2, 4(%r1)
    jgne L0
    lg %r14, 0(%r3)
    cgr %r14, %r4
    jgne L5
    stg %r5, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbne_store_release:
    stmg %r13, %r15, 104(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r14, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r14)
    lg %r1, 0(%r1)
    larl %r14, L1
    stg %r14, 8(%r1)
L2:
    c %r2, 4(%r1)
    jgne L0
    lg %r14, 0(%r3)
    cgr %r14, %r4
    jgne L5
    stg %r5, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r13, %r15, 104(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbne_store_store:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
    lg %r1, 160(%r15)
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
    ear %r14, %a0
    sllg %r14, %r14, 32
    ear %r14, %a1
    larl %r13, __perseq_core_0_1_block@INDNTPOFF
    ag %r14, 0(%r13)
    lg %r14, 0(%r14)
    larl %r13, L1
    stg %r13, 8(%r14)
L2:
    c %r2, 4(%r14)
    jgne L0
    lg %r13, 0(%r3)
    cgr %r13, %r5
    jgne L5
    stg %r6, 0(%r4)
    stg %r1, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_cpu_id_load_cbne_store_store_release:
    stmg %r6, %r15, 48(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
    lg %r1, 160(%r15)
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
    ear %r14, %a0
    sllg %r14, %r14, 32
    ear %r14, %a1
    larl %r13, __perseq_core_0_1_block@INDNTPOFF
    ag %r14, 0(%r13)
    lg %r14, 0(%r14)
    larl %r13, L1
    stg %r13, 8(%r14)
L2:
    c %r2, 4(%r14)
    jgne L0
    lg %r13, 0(%r3)
    cgr %r13, %r5
    jgne L5
    stg %r6, 0(%r4)
    stg %r1, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r6, %r15, 48(%r15)
    br %r14
L5:
    lhi %r0, 1
    j L0

on_mm_cid_load_add_store:
    stmg %r14, %r15, 112(%r15)
    lhi %r0, 2
    cijl %r2, 0, L0
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
    ear %r1, %a0
    sllg %r1, %r1, 32
    ear %r1, %a1
    larl %r5, __perseq_core_0_1_block@INDNTPOFF
    ag %r1, 0(%r5)
    lg %r1, 8(%r1)
    larl %r5, L1
    stg %r5, 8(%r1)
L2:
    lt %r5, 4(%r1)
    jgl L0
    c %r2, 24(%r1)
    jgne L0
    lg %r5, 0(%r3)
    agr %r5, %r4
    stg %r5, 0(%r3)
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .long 3003060223
L4:
    jg L0
    .text
    lhi %r0, 0
L0:
    llgfr %r2, %r0
    lmg %r14, %r15, 112(%r15)
    br %r14

thread_area_cpu_id:
    ear %r2, %a0
    sllg %r2, %r2, 32
    ear %r2, %a1
    larl %r1, __perseq_core_0_1_block@INDNTPOFF
    ag %r2, 0(%r1)
    lg %r2, 0(%r2)
    br %r14

thread_area_mm_cid:
    ear %r2, %a0
    sllg %r2, %r2, 32
    ear %r2, %a1
    larl %r1, __perseq_core_0_1_block@INDNTPOFF
    ag %r2, 0(%r1)
    lg %r2, 8(%r2)
    br %r14

thread_block:
    ear %r2, %a0
    sllg %r2, %r2, 32
    ear %r2, %a1
    larl %r1, __perseq_core_0_1_block@INDNTPOFF
    ag %r2, 0(%r1)
    br %r14

thread_pointer:
    ear %r2, %a0
    sllg %r2, %r2, 32
    ear %r2, %a1
    br %r14

