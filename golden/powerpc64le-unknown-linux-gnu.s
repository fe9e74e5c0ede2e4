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
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 5, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 7
    addis 2, 7, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 6, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 6, __perseq_core_0_1_block@got@tprel@l(6)
    add 6, 6, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 6, 0(6)
    addis 7, 7, L1-L8@ha
    addi 7, 7, L1-L8@l
    std 7, 8(6)
L2:
    lwa 8, 4(6)
    rldicr. 8, 8, 18, 45
    blt 0, L4
    add. 5, 5, 8
    blt 0, L4
    ld 7, 0(5)
    lwsync
    cmpdi 7, 0
    beq 0, L9
    b L7
L9:
    ld 7, 16(5)
    cmpdi 7, 0
    bne 0, L10
    b L6
L10:
    addi 7, 7, -1
    sldi 8, 7, 3
    add 8, 8, 5
    ld 8, 24(8)
    std 8, 0(4)
    std 7, 16(5)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_array_pop_batch:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 9, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 11
    addis 2, 11, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 10, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 10, __perseq_core_0_1_block@got@tprel@l(10)
    add 10, 10, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 10, 0(10)
    addis 11, 11, L1-L8@ha
    addi 11, 11, L1-L8@l
    std 11, 8(10)
L2:
    lwa 12, 4(10)
    rldicr. 12, 12, 18, 45
    blt 0, L4
    add. 9, 9, 12
    blt 0, L4
    ld 11, 0(9)
    lwsync
    cmpdi 11, 0
    beq 0, L9
    b L7
L9:
    ld 11, 16(9)
    cmpld 11, 6
    bge 0, L10
    b L6
L10:
    add 11, 11, 7
    sldi 11, 11, 3
    add 11, 11, 9
    addi 11, 11, 24
    mr 5, 11
    cmpdi 8, 0
    beq 0, L11
L12:
    lbz 11, 0(5)
    stb 11, 0(4)
    addi 5, 5, 1
    addi 4, 4, 1
    li 11, 1
    sub 8, 8, 11
    cmpdi 8, 0
    bne 0, L12
L11:
    ld 11, 16(9)
    add 11, 11, 7
    std 11, 16(9)
L3:
    b L13
    .long 266665995
L4:
    b L5
L13:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_array_pop_open:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 5, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 7
    addis 2, 7, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 6, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 6, __perseq_core_0_1_block@got@tprel@l(6)
    add 6, 6, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 6, 0(6)
    addis 7, 7, L1-L7@ha
    addi 7, 7, L1-L7@l
    std 7, 8(6)
L2:
    lwa 8, 4(6)
    rldicr. 8, 8, 18, 45
    blt 0, L4
    add. 5, 5, 8
    blt 0, L4
    ld 8, 8(5)
    lwsync
    ld 7, 16(5)
    addi 7, 7, -1
    cmpld 7, 8
    blt 0, L8
    b L6
L8:
    sldi 8, 7, 3
    add 8, 8, 5
    ld 8, 24(8)
    std 8, 0(4)
    std 7, 16(5)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_array_push:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 8
    addis 2, 8, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L8@ha
    addi 8, 8, L1-L8@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    lwsync
    cmpdi 8, 0
    beq 0, L9
    b L7
L9:
    ld 8, 16(6)
    cmpd 8, 5
    bne 0, L10
    b L6
L10:
    sldi 9, 8, 3
    add 9, 9, 6
    std 4, 24(9)
    addi 8, 8, 1
    std 8, 16(6)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_array_push_batch:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 9, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 11
    addis 2, 11, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 10, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 10, __perseq_core_0_1_block@got@tprel@l(10)
    add 10, 10, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 10, 0(10)
    addis 11, 11, L1-L8@ha
    addi 11, 11, L1-L8@l
    std 11, 8(10)
L2:
    lwa 12, 4(10)
    rldicr. 12, 12, 18, 45
    blt 0, L4
    add. 9, 9, 12
    blt 0, L4
    ld 11, 0(9)
    lwsync
    cmpdi 11, 0
    beq 0, L9
    b L7
L9:
    ld 11, 16(9)
    cmpld 11, 7
    ble 0, L10
    b L6
L10:
    sldi 11, 11, 3
    add 11, 11, 9
    addi 11, 11, 24
    mr 5, 11
    cmpdi 8, 0
    beq 0, L11
L12:
    lbz 11, 0(4)
    stb 11, 0(5)
    addi 4, 4, 1
    addi 5, 5, 1
    li 11, 1
    sub 8, 8, 11
    cmpdi 8, 0
    bne 0, L12
L11:
    ld 11, 16(9)
    add 11, 11, 6
    std 11, 16(9)
L3:
    b L13
    .long 266665995
L4:
    b L5
L13:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_array_push_open:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 5, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 7
    addis 2, 7, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 6, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 6, __perseq_core_0_1_block@got@tprel@l(6)
    add 6, 6, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 6, 0(6)
    addis 7, 7, L1-L7@ha
    addi 7, 7, L1-L7@l
    std 7, 8(6)
L2:
    lwa 8, 4(6)
    rldicr. 8, 8, 18, 45
    blt 0, L4
    add. 5, 5, 8
    blt 0, L4
    ld 8, 8(5)
    lwsync
    ld 7, 16(5)
    cmpld 7, 8
    blt 0, L8
    b L6
L8:
    sldi 8, 7, 3
    add 8, 8, 5
    std 4, 24(8)
    addi 7, 7, 1
    std 7, 16(5)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_flag_set:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 8
    addis 2, 8, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L7@ha
    addi 8, 8, L1-L7@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    lwsync
    cmpdi 8, 0
    beq 0, L8
    b L6
L8:
    std 6, 0(4)
    std 5, 0(6)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 3
    b L5
    .long 0
    .quad 0

guarded_cpu_id_list_pop:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 8
    addis 2, 8, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L8@ha
    addi 8, 8, L1-L8@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    lwsync
    cmpdi 8, 0
    beq 0, L9
    b L7
L9:
    ld 8, 8(6)
    cmpdi 8, 0
    bne 0, L10
    b L6
L10:
    std 8, 0(4)
    ldx 8, 8, 5
    std 8, 8(6)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_list_push:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 8
    addis 2, 8, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L7@ha
    addi 8, 8, L1-L7@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    lwsync
    cmpdi 8, 0
    beq 0, L8
    b L6
L8:
    ld 8, 8(6)
    std 8, 0(4)
    std 5, 8(6)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 3
    b L5
    .long 0
    .quad 0

guarded_cpu_id_lock_acquire:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 9
    addis 2, 9, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L1-L8@ha
    addi 9, 9, L1-L8@l
    std 9, 8(8)
L2:
    lwa 10, 4(8)
    rldicr. 10, 10, 18, 45
    blt 0, L4
    add. 7, 7, 10
    blt 0, L4
    ld 9, 0(7)
    lwsync
    cmpdi 9, 0
    beq 0, L9
    b L7
L9:
    ld 9, 8(7)
    cmpd 9, 5
    beq 0, L10
    b L6
L10:
    std 7, 0(4)
    std 6, 8(7)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_queue_pop:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 8
    addis 2, 8, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L8@ha
    addi 8, 8, L1-L8@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    lwsync
    cmpdi 8, 0
    beq 0, L9
    b L7
L9:
    ld 8, 16(6)
    ld 9, 8(6)
    sub 8, 8, 9
    cmpdi 8, 0
    bne 0, L10
    b L6
L10:
    ld 8, 8(6)
    and 8, 8, 5
    sldi 9, 8, 3
    add 9, 9, 6
    ld 8, 24(9)
    std 8, 0(4)
    ld 8, 8(6)
    addi 8, 8, 1
    std 8, 8(6)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_queue_push:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 9
    addis 2, 9, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L1-L8@ha
    addi 9, 9, L1-L8@l
    std 9, 8(8)
L2:
    lwa 10, 4(8)
    rldicr. 10, 10, 18, 45
    blt 0, L4
    add. 7, 7, 10
    blt 0, L4
    ld 9, 0(7)
    lwsync
    cmpdi 9, 0
    beq 0, L9
    b L7
L9:
    ld 9, 16(7)
    ld 10, 8(7)
    sub 9, 9, 10
    cmpd 9, 5
    bne 0, L10
    b L6
L10:
    ld 9, 16(7)
    and 9, 9, 6
    sldi 10, 9, 3
    add 10, 10, 7
    std 4, 24(10)
    ld 9, 16(7)
    addi 9, 9, 1
    lwsync
    std 9, 16(7)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_ring_discard:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 9
    addis 2, 9, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L1-L8@ha
    addi 9, 9, L1-L8@l
    std 9, 8(8)
L2:
    lwa 10, 4(8)
    rldicr. 10, 10, 18, 45
    blt 0, L4
    add. 7, 7, 10
    blt 0, L4
    ld 9, 0(7)
    lwsync
    cmpdi 9, 0
    beq 0, L9
    b L7
L9:
    ld 9, 16(7)
    cmpd 9, 4
    beq 0, L10
    b L6
L10:
    add 9, 9, 7
    cmpd 9, 5
    beq 0, L11
    b L6
L11:
    std 6, 16(7)
L3:
    b L12
    .long 266665995
L4:
    b L5
L12:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_ring_pad:
L0:
    mflr 0
    std 30, -16(1)
    stdu 1, -48(1)
    mr 10, 3
    li 3, 2
    std 0, 64(1)
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 12
    addis 2, 12, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 11, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 11, __perseq_core_0_1_block@got@tprel@l(11)
    add 11, 11, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 11, 0(11)
    addis 12, 12, L1-L8@ha
    addi 12, 12, L1-L8@l
    std 12, 8(11)
L2:
    lwa 30, 4(11)
    rldicr. 30, 30, 18, 45
    blt 0, L4
    add. 10, 10, 30
    blt 0, L4
    ld 12, 0(10)
    lwsync
    cmpdi 12, 0
    beq 0, L9
    b L7
L9:
    ld 12, 8(10)
    cmpd 12, 5
    beq 0, L10
    b L6
L10:
    ld 30, 16(10)
    sub 12, 12, 30
    cmpld 12, 6
    ble 0, L11
    b L6
L11:
    ld 12, 8(10)
    and 12, 12, 7
    add 12, 12, 10
    addi 12, 12, 64
    mr 4, 12
    std 8, 0(4)
    lwsync
    std 9, 8(10)
L3:
    b L12
    .long 266665995
L4:
    b L5
L12:
    li 3, 0
L5:
    addi 1, 1, 48
    ld 0, 16(1)
    ld 30, -16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

guarded_cpu_id_ring_write:
L0:
    mflr 0
    std 30, -16(1)
    stdu 1, -48(1)
    mr 10, 3
    li 3, 2
    std 0, 64(1)
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L7
    .text
    mr 0, 2
    bcl 20, 31, L8
L8:
    mflr 12
    addis 2, 12, .TOC.-L8@ha
    addi 2, 2, .TOC.-L8@l
    addis 11, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 11, __perseq_core_0_1_block@got@tprel@l(11)
    add 11, 11, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 11, 0(11)
    addis 12, 12, L1-L8@ha
    addi 12, 12, L1-L8@l
    std 12, 8(11)
L2:
    lwa 30, 4(11)
    rldicr. 30, 30, 18, 45
    blt 0, L4
    add. 10, 10, 30
    blt 0, L4
    ld 12, 0(10)
    lwsync
    cmpdi 12, 0
    beq 0, L9
    b L7
L9:
    ld 12, 8(10)
    ld 30, 16(10)
    sub 12, 12, 30
    cmpld 12, 8
    ble 0, L10
    b L6
L10:
    ld 12, 8(10)
    and 12, 12, 9
    cmpld 12, 8
    ble 0, L11
    b L6
L11:
    add 12, 12, 10
    addi 12, 12, 64
    mr 5, 12
    std 6, 0(5)
    addi 12, 12, 8
    mr 5, 12
    cmpdi 6, 0
    beq 0, L12
L13:
    lbz 12, 0(4)
    stb 12, 0(5)
    addi 4, 4, 1
    addi 5, 5, 1
    li 12, 1
    sub 6, 6, 12
    cmpdi 6, 0
    bne 0, L13
L12:
    ld 12, 8(10)
    add 12, 12, 7
    lwsync
    std 12, 8(10)
L3:
    b L14
    .long 266665995
L4:
    b L5
L14:
    li 3, 0
L5:
    addi 1, 1, 48
    ld 0, 16(1)
    ld 30, -16(1)
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_add:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 5, 3
    li 3, 2
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
    .quad L5
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 7
    addis 2, 7, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 6, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 6, __perseq_core_0_1_block@got@tprel@l(6)
    add 6, 6, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 6, 0(6)
    addis 7, 7, L1-L6@ha
    addi 7, 7, L1-L6@l
    std 7, 8(6)
L2:
    lwa 8, 4(6)
    rldicr. 8, 8, 18, 45
    blt 0, L4
    add. 5, 5, 8
    blt 0, L4
    ld 7, 0(5)
    add 7, 7, 4
    std 7, 0(5)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

here_cpu_id_load_add_load_load_add_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 8
    addis 2, 8, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L6@ha
    addi 8, 8, L1-L6@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    ldx 8, 8, 4
    ld 9, 0(8)
    add 9, 9, 5
    std 9, 0(8)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

here_cpu_id_load_add_load_load_add_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 8
    addis 2, 8, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L6@ha
    addi 8, 8, L1-L6@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    ldx 8, 8, 4
    ld 9, 0(8)
    add 9, 9, 5
    lwsync
    std 9, 0(8)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

here_cpu_id_load_add_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 5, 3
    li 3, 2
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
    .quad L5
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 7
    addis 2, 7, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 6, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 6, __perseq_core_0_1_block@got@tprel@l(6)
    add 6, 6, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 6, 0(6)
    addis 7, 7, L1-L6@ha
    addi 7, 7, L1-L6@l
    std 7, 8(6)
L2:
    lwa 8, 4(6)
    rldicr. 8, 8, 18, 45
    blt 0, L4
    add. 5, 5, 8
    blt 0, L4
    ld 7, 0(5)
    add 7, 7, 4
    std 7, 0(5)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

here_cpu_id_load_add_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 5, 3
    li 3, 2
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
    .quad L5
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 7
    addis 2, 7, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 6, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 6, __perseq_core_0_1_block@got@tprel@l(6)
    add 6, 6, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 6, 0(6)
    addis 7, 7, L1-L6@ha
    addi 7, 7, L1-L6@l
    std 7, 8(6)
L2:
    lwa 8, 4(6)
    rldicr. 8, 8, 18, 45
    blt 0, L4
    add. 5, 5, 8
    blt 0, L4
    ld 7, 0(5)
    add 7, 7, 4
    lwsync
    std 7, 0(5)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

here_cpu_id_load_cbeq_store_add_load_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 9
    addis 2, 9, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L1-L7@ha
    addi 9, 9, L1-L7@l
    std 9, 8(8)
L2:
    lwa 10, 4(8)
    rldicr. 10, 10, 18, 45
    blt 0, L4
    add. 7, 7, 10
    blt 0, L4
    ld 9, 0(7)
    cmpd 9, 5
    bne 0, L8
    b L6
L8:
    std 9, 0(4)
    ldx 9, 9, 6
    std 9, 0(7)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbeq_store_add_load_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 9
    addis 2, 9, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L1-L7@ha
    addi 9, 9, L1-L7@l
    std 9, 8(8)
L2:
    lwa 10, 4(8)
    rldicr. 10, 10, 18, 45
    blt 0, L4
    add. 7, 7, 10
    blt 0, L4
    ld 9, 0(7)
    cmpd 9, 5
    bne 0, L8
    b L6
L8:
    std 9, 0(4)
    ldx 9, 9, 6
    lwsync
    std 9, 0(7)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbne_load_cbne_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 8, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 10
    addis 2, 10, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 9, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 9, __perseq_core_0_1_block@got@tprel@l(9)
    add 9, 9, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 9, 0(9)
    addis 10, 10, L1-L7@ha
    addi 10, 10, L1-L7@l
    std 10, 8(9)
L2:
    lwa 11, 4(9)
    rldicr. 11, 11, 18, 45
    blt 0, L4
    add. 8, 8, 11
    blt 0, L4
    add. 4, 4, 11
    blt 0, L4
    ld 10, 0(8)
    cmpd 10, 5
    beq 0, L8
    b L6
L8:
    ld 10, 0(4)
    cmpd 10, 6
    beq 0, L9
    b L6
L9:
    std 7, 0(8)
L3:
    b L10
    .long 266665995
L4:
    b L5
L10:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbne_load_cbne_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 8, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 10
    addis 2, 10, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 9, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 9, __perseq_core_0_1_block@got@tprel@l(9)
    add 9, 9, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 9, 0(9)
    addis 10, 10, L1-L7@ha
    addi 10, 10, L1-L7@l
    std 10, 8(9)
L2:
    lwa 11, 4(9)
    rldicr. 11, 11, 18, 45
    blt 0, L4
    add. 8, 8, 11
    blt 0, L4
    add. 4, 4, 11
    blt 0, L4
    ld 10, 0(8)
    cmpd 10, 5
    beq 0, L8
    b L6
L8:
    ld 10, 0(4)
    cmpd 10, 6
    beq 0, L9
    b L6
L9:
    lwsync
    std 7, 0(8)
L3:
    b L10
    .long 266665995
L4:
    b L5
L10:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbne_memcpy_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 9, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 11
    addis 2, 11, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 10, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 10, __perseq_core_0_1_block@got@tprel@l(10)
    add 10, 10, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 10, 0(10)
    addis 11, 11, L1-L7@ha
    addi 11, 11, L1-L7@l
    std 11, 8(10)
L2:
    lwa 12, 4(10)
    rldicr. 12, 12, 18, 45
    blt 0, L4
    add. 9, 9, 12
    blt 0, L4
    add. 4, 4, 12
    blt 0, L4
    ld 11, 0(9)
    cmpd 11, 6
    beq 0, L8
    b L6
L8:
    cmpdi 7, 0
    beq 0, L9
L10:
    lbz 11, 0(5)
    stb 11, 0(4)
    addi 5, 5, 1
    addi 4, 4, 1
    li 11, 1
    sub 7, 7, 11
    cmpdi 7, 0
    bne 0, L10
L9:
    std 8, 0(9)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbne_memcpy_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 9, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 11
    addis 2, 11, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 10, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 10, __perseq_core_0_1_block@got@tprel@l(10)
    add 10, 10, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 10, 0(10)
    addis 11, 11, L1-L7@ha
    addi 11, 11, L1-L7@l
    std 11, 8(10)
L2:
    lwa 12, 4(10)
    rldicr. 12, 12, 18, 45
    blt 0, L4
    add. 9, 9, 12
    blt 0, L4
    add. 4, 4, 12
    blt 0, L4
    ld 11, 0(9)
    cmpd 11, 6
    beq 0, L8
    b L6
L8:
    cmpdi 7, 0
    beq 0, L9
L10:
    lbz 11, 0(5)
    stb 11, 0(4)
    addi 5, 5, 1
    addi 4, 4, 1
    li 11, 1
    sub 7, 7, 11
    cmpdi 7, 0
    bne 0, L10
L9:
    lwsync
    std 8, 0(9)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbne_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 8
    addis 2, 8, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L7@ha
    addi 8, 8, L1-L7@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    cmpd 8, 4
    beq 0, L8
    b L6
L8:
    std 5, 0(6)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbne_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 8
    addis 2, 8, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L1-L7@ha
    addi 8, 8, L1-L7@l
    std 8, 8(7)
L2:
    lwa 9, 4(7)
    rldicr. 9, 9, 18, 45
    blt 0, L4
    add. 6, 6, 9
    blt 0, L4
    ld 8, 0(6)
    cmpd 8, 4
    beq 0, L8
    b L6
L8:
    lwsync
    std 5, 0(6)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbne_store_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 8, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 10
    addis 2, 10, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 9, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 9, __perseq_core_0_1_block@got@tprel@l(9)
    add 9, 9, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 9, 0(9)
    addis 10, 10, L1-L7@ha
    addi 10, 10, L1-L7@l
    std 10, 8(9)
L2:
    lwa 11, 4(9)
    rldicr. 11, 11, 18, 45
    blt 0, L4
    add. 8, 8, 11
    blt 0, L4
    add. 4, 4, 11
    blt 0, L4
    ld 10, 0(8)
    cmpd 10, 5
    beq 0, L8
    b L6
L8:
    std 6, 0(4)
    std 7, 0(8)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_cpu_id_load_cbne_store_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 8, 3
    li 3, 2
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
    .quad L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L2
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 10
    addis 2, 10, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 9, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 9, __perseq_core_0_1_block@got@tprel@l(9)
    add 9, 9, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 9, 0(9)
    addis 10, 10, L1-L7@ha
    addi 10, 10, L1-L7@l
    std 10, 8(9)
L2:
    lwa 11, 4(9)
    rldicr. 11, 11, 18, 45
    blt 0, L4
    add. 8, 8, 11
    blt 0, L4
    add. 4, 4, 11
    blt 0, L4
    ld 10, 0(8)
    cmpd 10, 5
    beq 0, L8
    b L6
L8:
    std 6, 0(4)
    lwsync
    std 7, 0(8)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L5
    .long 0
    .quad 0

here_mm_cid_add:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 5, 3
    li 3, 2
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
    .quad L5
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 7
    addis 2, 7, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 6, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 6, __perseq_core_0_1_block@got@tprel@l(6)
    add 6, 6, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 6, 8(6)
    addis 7, 7, L1-L6@ha
    addi 7, 7, L1-L6@l
    std 7, 8(6)
L2:
    lwz 7, 4(6)
    cmpwi 7, 0
    blt 0, L4
    lwa 8, 24(6)
    rldicr. 8, 8, 18, 45
    blt 0, L4
    add. 5, 5, 8
    blt 0, L4
    ld 7, 0(5)
    add 7, 7, 4
    std 7, 0(5)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

on_cpu_id_load_add_load_load_add_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
    cmpwi 7, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 9
    addis 2, 9, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L2-L6@ha
    addi 9, 9, L2-L6@l
    std 9, 8(8)
L3:
    lwz 9, 4(8)
    cmplw 9, 7
    bne 0, L5
    ld 9, 0(4)
    ldx 9, 9, 5
    ld 10, 0(9)
    add 10, 10, 6
    std 10, 0(9)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

on_cpu_id_load_add_load_load_add_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
    cmpwi 7, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 9
    addis 2, 9, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L2-L6@ha
    addi 9, 9, L2-L6@l
    std 9, 8(8)
L3:
    lwz 9, 4(8)
    cmplw 9, 7
    bne 0, L5
    ld 9, 0(4)
    ldx 9, 9, 5
    ld 10, 0(9)
    add 10, 10, 6
    lwsync
    std 10, 0(9)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

on_cpu_id_load_add_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
    cmpwi 6, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 8
    addis 2, 8, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L2-L6@ha
    addi 8, 8, L2-L6@l
    std 8, 8(7)
L3:
    lwz 8, 4(7)
    cmplw 8, 6
    bne 0, L5
    ld 8, 0(4)
    add 8, 8, 5
    std 8, 0(4)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

on_cpu_id_load_add_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
    cmpwi 6, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 8
    addis 2, 8, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 0(7)
    addis 8, 8, L2-L6@ha
    addi 8, 8, L2-L6@l
    std 8, 8(7)
L3:
    lwz 8, 4(7)
    cmplw 8, 6
    bne 0, L5
    ld 8, 0(4)
    add 8, 8, 5
    lwsync
    std 8, 0(4)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

on_cpu_id_load_cbeq_store_add_load_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 8, 3
    li 3, 2
    cmpwi 8, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 10
    addis 2, 10, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 9, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 9, __perseq_core_0_1_block@got@tprel@l(9)
    add 9, 9, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 9, 0(9)
    addis 10, 10, L2-L7@ha
    addi 10, 10, L2-L7@l
    std 10, 8(9)
L3:
    lwz 10, 4(9)
    cmplw 10, 8
    bne 0, L5
    ld 10, 0(4)
    cmpd 10, 6
    bne 0, L8
    b L6
L8:
    std 10, 0(5)
    ldx 10, 10, 7
    std 10, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbeq_store_add_load_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 8, 3
    li 3, 2
    cmpwi 8, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 10
    addis 2, 10, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 9, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 9, __perseq_core_0_1_block@got@tprel@l(9)
    add 9, 9, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 9, 0(9)
    addis 10, 10, L2-L7@ha
    addi 10, 10, L2-L7@l
    std 10, 8(9)
L3:
    lwz 10, 4(9)
    cmplw 10, 8
    bne 0, L5
    ld 10, 0(4)
    cmpd 10, 6
    bne 0, L8
    b L6
L8:
    std 10, 0(5)
    ldx 10, 10, 7
    lwsync
    std 10, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbne_load_cbne_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 9, 3
    li 3, 2
    cmpwi 9, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 11
    addis 2, 11, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 10, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 10, __perseq_core_0_1_block@got@tprel@l(10)
    add 10, 10, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 10, 0(10)
    addis 11, 11, L2-L7@ha
    addi 11, 11, L2-L7@l
    std 11, 8(10)
L3:
    lwz 11, 4(10)
    cmplw 11, 9
    bne 0, L5
    ld 11, 0(4)
    cmpd 11, 6
    beq 0, L8
    b L6
L8:
    ld 11, 0(5)
    cmpd 11, 7
    beq 0, L9
    b L6
L9:
    std 8, 0(4)
L4:
    b L10
    .long 266665995
L5:
    b L1
L10:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbne_load_cbne_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 9, 3
    li 3, 2
    cmpwi 9, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 11
    addis 2, 11, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 10, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 10, __perseq_core_0_1_block@got@tprel@l(10)
    add 10, 10, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 10, 0(10)
    addis 11, 11, L2-L7@ha
    addi 11, 11, L2-L7@l
    std 11, 8(10)
L3:
    lwz 11, 4(10)
    cmplw 11, 9
    bne 0, L5
    ld 11, 0(4)
    cmpd 11, 6
    beq 0, L8
    b L6
L8:
    ld 11, 0(5)
    cmpd 11, 7
    beq 0, L9
    b L6
L9:
    lwsync
    std 8, 0(4)
L4:
    b L10
    .long 266665995
L5:
    b L1
L10:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbne_memcpy_store:
L0:
    mflr 0
    std 30, -16(1)
    stdu 1, -48(1)
    mr 10, 3
    li 3, 2
    std 0, 64(1)
    cmpwi 10, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 12
    addis 2, 12, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 11, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 11, __perseq_core_0_1_block@got@tprel@l(11)
    add 11, 11, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 11, 0(11)
    addis 12, 12, L2-L7@ha
    addi 12, 12, L2-L7@l
    std 12, 8(11)
L3:
    lwz 12, 4(11)
    cmplw 12, 10
    bne 0, L5
    ld 12, 0(4)
    cmpd 12, 7
    beq 0, L8
    b L6
L8:
    cmpdi 8, 0
    beq 0, L9
L10:
    lbz 12, 0(6)
    stb 12, 0(5)
    addi 6, 6, 1
    addi 5, 5, 1
    li 12, 1
    sub 8, 8, 12
    cmpdi 8, 0
    bne 0, L10
L9:
    std 9, 0(4)
L4:
    b L11
    .long 266665995
L5:
    b L1
L11:
    li 3, 0
L1:
    addi 1, 1, 48
    ld 0, 16(1)
    ld 30, -16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbne_memcpy_store_release:
L0:
    mflr 0
    std 30, -16(1)
    stdu 1, -48(1)
    mr 10, 3
    li 3, 2
    std 0, 64(1)
    cmpwi 10, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 12
    addis 2, 12, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 11, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 11, __perseq_core_0_1_block@got@tprel@l(11)
    add 11, 11, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 11, 0(11)
    addis 12, 12, L2-L7@ha
    addi 12, 12, L2-L7@l
    std 12, 8(11)
L3:
    lwz 12, 4(11)
    cmplw 12, 10
    bne 0, L5
    ld 12, 0(4)
    cmpd 12, 7
    beq 0, L8
    b L6
L8:
    cmpdi 8, 0
    beq 0, L9
L10:
    lbz 12, 0(6)
    stb 12, 0(5)
    addi 6, 6, 1
    addi 5, 5, 1
    li 12, 1
    sub 8, 8, 12
    cmpdi 8, 0
    bne 0, L10
L9:
    lwsync
    std 9, 0(4)
L4:
    b L11
    .long 266665995
L5:
    b L1
L11:
    li 3, 0
L1:
    addi 1, 1, 48
    ld 0, 16(1)
    ld 30, -16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbne_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
    cmpwi 7, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 9
    addis 2, 9, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L2-L7@ha
    addi 9, 9, L2-L7@l
    std 9, 8(8)
L3:
    lwz 9, 4(8)
    cmplw 9, 7
    bne 0, L5
    ld 9, 0(4)
    cmpd 9, 5
    beq 0, L8
    b L6
L8:
    std 6, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbne_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 7, 3
    li 3, 2
    cmpwi 7, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 9
    addis 2, 9, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 8, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 8, __perseq_core_0_1_block@got@tprel@l(8)
    add 8, 8, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 8, 0(8)
    addis 9, 9, L2-L7@ha
    addi 9, 9, L2-L7@l
    std 9, 8(8)
L3:
    lwz 9, 4(8)
    cmplw 9, 7
    bne 0, L5
    ld 9, 0(4)
    cmpd 9, 5
    beq 0, L8
    b L6
L8:
    lwsync
    std 6, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbne_store_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 9, 3
    li 3, 2
    cmpwi 9, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 11
    addis 2, 11, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 10, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 10, __perseq_core_0_1_block@got@tprel@l(10)
    add 10, 10, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 10, 0(10)
    addis 11, 11, L2-L7@ha
    addi 11, 11, L2-L7@l
    std 11, 8(10)
L3:
    lwz 11, 4(10)
    cmplw 11, 9
    bne 0, L5
    ld 11, 0(4)
    cmpd 11, 6
    beq 0, L8
    b L6
L8:
    std 7, 0(5)
    std 8, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_cpu_id_load_cbne_store_store_release:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 9, 3
    li 3, 2
    cmpwi 9, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L6
    .text
    mr 0, 2
    bcl 20, 31, L7
L7:
    mflr 11
    addis 2, 11, .TOC.-L7@ha
    addi 2, 2, .TOC.-L7@l
    addis 10, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 10, __perseq_core_0_1_block@got@tprel@l(10)
    add 10, 10, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 10, 0(10)
    addis 11, 11, L2-L7@ha
    addi 11, 11, L2-L7@l
    std 11, 8(10)
L3:
    lwz 11, 4(10)
    cmplw 11, 9
    bne 0, L5
    ld 11, 0(4)
    cmpd 11, 6
    beq 0, L8
    b L6
L8:
    std 7, 0(5)
    lwsync
    std 8, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
L6:
    li 3, 1
    b L1
    .long 0
    .quad 0

on_mm_cid_load_add_store:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 6, 3
    li 3, 2
    cmpwi 6, 0
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .quad L3
    .quad L4-L3
    .quad L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .quad L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .quad L3
    .quad L1
    .text
    mr 0, 2
    bcl 20, 31, L6
L6:
    mflr 8
    addis 2, 8, .TOC.-L6@ha
    addi 2, 2, .TOC.-L6@l
    addis 7, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 7, __perseq_core_0_1_block@got@tprel@l(7)
    add 7, 7, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 7, 8(7)
    addis 8, 8, L2-L6@ha
    addi 8, 8, L2-L6@l
    std 8, 8(7)
L3:
    lwz 8, 4(7)
    cmpwi 8, 0
    blt 0, L5
    lwz 8, 24(7)
    cmplw 8, 6
    bne 0, L5
    ld 8, 0(4)
    add 8, 8, 5
    std 8, 0(4)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

thread_area_cpu_id:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 0, 2
    bcl 20, 31, L1
L1:
    mflr 4
    addis 2, 4, .TOC.-L1@ha
    addi 2, 2, .TOC.-L1@l
    addis 3, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 3, __perseq_core_0_1_block@got@tprel@l(3)
    add 3, 3, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 3, 0(3)
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

thread_area_mm_cid:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 0, 2
    bcl 20, 31, L1
L1:
    mflr 4
    addis 2, 4, .TOC.-L1@ha
    addi 2, 2, .TOC.-L1@l
    addis 3, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 3, __perseq_core_0_1_block@got@tprel@l(3)
    add 3, 3, __perseq_core_0_1_block@tls
    mr 2, 0
    ld 3, 8(3)
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

thread_block:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 0, 2
    bcl 20, 31, L1
L1:
    mflr 4
    addis 2, 4, .TOC.-L1@ha
    addi 2, 2, .TOC.-L1@l
    addis 3, 2, __perseq_core_0_1_block@got@tprel@ha
    ld 3, __perseq_core_0_1_block@got@tprel@l(3)
    add 3, 3, __perseq_core_0_1_block@tls
    mr 2, 0
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

thread_pointer:
L0:
    mflr 0
    stdu 1, -32(1)
    std 0, 48(1)
    mr 3, 13
    addi 1, 1, 32
    ld 0, 16(1)
    mtlr 0
    blr
    .long 0
    .quad 0

