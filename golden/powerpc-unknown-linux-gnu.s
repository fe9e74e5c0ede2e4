.section .tdata.perseq,"awT",@progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 36
__perseq_core_0_1_block:
    .long _RNvNt…11perseq_core6thread12UNREGISTERED
    .long _RNvNt…11perseq_core6thread12UNREGISTERED
    .space 28

.section .init_array,"aw",@init_array
    .p2align 2, 0x0
    .long _RNvNtNt…11perseq_core6thread4load7on_load

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
    .long __rseq_offset
    .long __rseq_size
    .long dlopen
    .long dladdr

guarded_cpu_id_array_pop:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 5, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 7
    addis 6, 7, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 6, 6, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 6, __perseq_core_0_1_block@got@tprel(6)
    add 6, 6, __perseq_core_0_1_block@tls
    lwz 6, 0(6)
    addis 7, 7, L1-L8@ha
    addi 7, 7, L1-L8@l
    stw 7, 12(6)
L2:
    lwz 8, 4(6)
    cmpwi 8, 0
    blt 0, L4
    slwi 8, 8, 18
    add 5, 5, 8
    lwz 7, 0(5)
    lwsync
    cmpwi 7, 0
    beq 0, L9
    b L7
L9:
    lwz 7, 8(5)
    cmpwi 7, 0
    bne 0, L10
    b L6
L10:
    addi 7, 7, -1
    slwi 8, 7, 2
    add 8, 8, 5
    lwz 8, 12(8)
    stw 8, 0(4)
    stw 7, 8(5)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_array_pop_batch:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 9, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 11
    addis 10, 11, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 10, 10, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 10, __perseq_core_0_1_block@got@tprel(10)
    add 10, 10, __perseq_core_0_1_block@tls
    lwz 10, 0(10)
    addis 11, 11, L1-L8@ha
    addi 11, 11, L1-L8@l
    stw 11, 12(10)
L2:
    lwz 12, 4(10)
    cmpwi 12, 0
    blt 0, L4
    slwi 12, 12, 18
    add 9, 9, 12
    lwz 11, 0(9)
    lwsync
    cmpwi 11, 0
    beq 0, L9
    b L7
L9:
    lwz 11, 8(9)
    cmplw 11, 6
    bge 0, L10
    b L6
L10:
    add 11, 11, 7
    slwi 11, 11, 2
    add 11, 11, 9
    addi 11, 11, 12
    mr 5, 11
    cmpwi 8, 0
    beq 0, L11
L12:
    lbz 11, 0(5)
    stb 11, 0(4)
    addi 5, 5, 1
    addi 4, 4, 1
    li 11, 1
    sub 8, 8, 11
    cmpwi 8, 0
    bne 0, L12
L11:
    lwz 11, 8(9)
    add 11, 11, 7
    stw 11, 8(9)
L3:
    b L13
    .long 266665995
L4:
    b L5
L13:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_array_pop_open:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 5, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 7
    addis 6, 7, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 6, 6, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 6, __perseq_core_0_1_block@got@tprel(6)
    add 6, 6, __perseq_core_0_1_block@tls
    lwz 6, 0(6)
    addis 7, 7, L1-L7@ha
    addi 7, 7, L1-L7@l
    stw 7, 12(6)
L2:
    lwz 8, 4(6)
    cmpwi 8, 0
    blt 0, L4
    slwi 8, 8, 18
    add 5, 5, 8
    lwz 8, 4(5)
    lwsync
    lwz 7, 8(5)
    addi 7, 7, -1
    cmplw 7, 8
    blt 0, L8
    b L6
L8:
    slwi 8, 7, 2
    add 8, 8, 5
    lwz 8, 12(8)
    stw 8, 0(4)
    stw 7, 8(5)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

guarded_cpu_id_array_push:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L8@ha
    addi 8, 8, L1-L8@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    lwsync
    cmpwi 8, 0
    beq 0, L9
    b L7
L9:
    lwz 8, 8(6)
    cmpw 8, 5
    bne 0, L10
    b L6
L10:
    slwi 9, 8, 2
    add 9, 9, 6
    stw 4, 12(9)
    addi 8, 8, 1
    stw 8, 8(6)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_array_push_batch:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 9, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 11
    addis 10, 11, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 10, 10, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 10, __perseq_core_0_1_block@got@tprel(10)
    add 10, 10, __perseq_core_0_1_block@tls
    lwz 10, 0(10)
    addis 11, 11, L1-L8@ha
    addi 11, 11, L1-L8@l
    stw 11, 12(10)
L2:
    lwz 12, 4(10)
    cmpwi 12, 0
    blt 0, L4
    slwi 12, 12, 18
    add 9, 9, 12
    lwz 11, 0(9)
    lwsync
    cmpwi 11, 0
    beq 0, L9
    b L7
L9:
    lwz 11, 8(9)
    cmplw 11, 7
    ble 0, L10
    b L6
L10:
    slwi 11, 11, 2
    add 11, 11, 9
    addi 11, 11, 12
    mr 5, 11
    cmpwi 8, 0
    beq 0, L11
L12:
    lbz 11, 0(4)
    stb 11, 0(5)
    addi 4, 4, 1
    addi 5, 5, 1
    li 11, 1
    sub 8, 8, 11
    cmpwi 8, 0
    bne 0, L12
L11:
    lwz 11, 8(9)
    add 11, 11, 6
    stw 11, 8(9)
L3:
    b L13
    .long 266665995
L4:
    b L5
L13:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_array_push_open:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 5, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 7
    addis 6, 7, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 6, 6, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 6, __perseq_core_0_1_block@got@tprel(6)
    add 6, 6, __perseq_core_0_1_block@tls
    lwz 6, 0(6)
    addis 7, 7, L1-L7@ha
    addi 7, 7, L1-L7@l
    stw 7, 12(6)
L2:
    lwz 8, 4(6)
    cmpwi 8, 0
    blt 0, L4
    slwi 8, 8, 18
    add 5, 5, 8
    lwz 8, 4(5)
    lwsync
    lwz 7, 8(5)
    cmplw 7, 8
    blt 0, L8
    b L6
L8:
    slwi 8, 7, 2
    add 8, 8, 5
    stw 4, 12(8)
    addi 7, 7, 1
    stw 7, 8(5)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

guarded_cpu_id_flag_set:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L7@ha
    addi 8, 8, L1-L7@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    lwsync
    cmpwi 8, 0
    beq 0, L8
    b L6
L8:
    stw 6, 0(4)
    stw 5, 0(6)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 3
    b L5

guarded_cpu_id_list_pop:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L8@ha
    addi 8, 8, L1-L8@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    lwsync
    cmpwi 8, 0
    beq 0, L9
    b L7
L9:
    lwz 8, 4(6)
    cmpwi 8, 0
    bne 0, L10
    b L6
L10:
    stw 8, 0(4)
    lwzx 8, 8, 5
    stw 8, 4(6)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_list_push:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L7@ha
    addi 8, 8, L1-L7@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    lwsync
    cmpwi 8, 0
    beq 0, L8
    b L6
L8:
    lwz 8, 4(6)
    stw 8, 0(4)
    stw 5, 4(6)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 3
    b L5

guarded_cpu_id_lock_acquire:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L1-L8@ha
    addi 9, 9, L1-L8@l
    stw 9, 12(8)
L2:
    lwz 10, 4(8)
    cmpwi 10, 0
    blt 0, L4
    slwi 10, 10, 18
    add 7, 7, 10
    lwz 9, 0(7)
    lwsync
    cmpwi 9, 0
    beq 0, L9
    b L7
L9:
    lwz 9, 4(7)
    cmpw 9, 5
    beq 0, L10
    b L6
L10:
    stw 7, 0(4)
    stw 6, 4(7)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_queue_pop:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L8@ha
    addi 8, 8, L1-L8@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    lwsync
    cmpwi 8, 0
    beq 0, L9
    b L7
L9:
    lwz 8, 8(6)
    lwz 9, 4(6)
    sub 8, 8, 9
    cmpwi 8, 0
    bne 0, L10
    b L6
L10:
    lwz 8, 4(6)
    and 8, 8, 5
    slwi 9, 8, 2
    add 9, 9, 6
    lwz 8, 12(9)
    stw 8, 0(4)
    lwz 8, 4(6)
    addi 8, 8, 1
    stw 8, 4(6)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_queue_push:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L1-L8@ha
    addi 9, 9, L1-L8@l
    stw 9, 12(8)
L2:
    lwz 10, 4(8)
    cmpwi 10, 0
    blt 0, L4
    slwi 10, 10, 18
    add 7, 7, 10
    lwz 9, 0(7)
    lwsync
    cmpwi 9, 0
    beq 0, L9
    b L7
L9:
    lwz 9, 8(7)
    lwz 10, 4(7)
    sub 9, 9, 10
    cmpw 9, 5
    bne 0, L10
    b L6
L10:
    lwz 9, 8(7)
    and 9, 9, 6
    slwi 10, 9, 2
    add 10, 10, 7
    stw 4, 12(10)
    lwz 9, 8(7)
    addi 9, 9, 1
    lwsync
    stw 9, 8(7)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_ring_discard:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L1-L8@ha
    addi 9, 9, L1-L8@l
    stw 9, 12(8)
L2:
    lwz 10, 4(8)
    cmpwi 10, 0
    blt 0, L4
    slwi 10, 10, 18
    add 7, 7, 10
    lwz 9, 0(7)
    lwsync
    cmpwi 9, 0
    beq 0, L9
    b L7
L9:
    lwz 9, 8(7)
    cmpw 9, 4
    beq 0, L10
    b L6
L10:
    add 9, 9, 7
    cmpw 9, 5
    beq 0, L11
    b L6
L11:
    stw 6, 8(7)
L3:
    b L12
    .long 266665995
L4:
    b L5
L12:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_ring_pad:
L0:
    mflr 0
    stwu 1, -32(1)
    stw 0, 36(1)
    mr 10, 3
    li 3, 2
    stw 29, 20(1)
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 12
    addis 11, 12, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 11, 11, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 11, __perseq_core_0_1_block@got@tprel(11)
    add 11, 11, __perseq_core_0_1_block@tls
    lwz 11, 0(11)
    addis 12, 12, L1-L8@ha
    addi 12, 12, L1-L8@l
    stw 12, 12(11)
L2:
    lwz 29, 4(11)
    cmpwi 29, 0
    blt 0, L4
    slwi 29, 29, 18
    add 10, 10, 29
    lwz 12, 0(10)
    lwsync
    cmpwi 12, 0
    beq 0, L9
    b L7
L9:
    lwz 12, 4(10)
    cmpw 12, 5
    beq 0, L10
    b L6
L10:
    lwz 29, 8(10)
    sub 12, 12, 29
    cmplw 12, 6
    ble 0, L11
    b L6
L11:
    lwz 12, 4(10)
    and 12, 12, 7
    add 12, 12, 10
    addi 12, 12, 64
    mr 4, 12
    stw 8, 0(4)
    lwsync
    stw 9, 4(10)
L3:
    b L12
    .long 266665995
L4:
    b L5
L12:
    li 3, 0
L5:
    lwz 29, 20(1)
    lwz 0, 36(1)
    addi 1, 1, 32
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

guarded_cpu_id_ring_write:
L0:
    mflr 0
    stwu 1, -32(1)
    stw 0, 36(1)
    mr 10, 3
    li 3, 2
    stw 29, 20(1)
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L7
    .text
    bcl 20, 31, L8
L8:
    mflr 12
    addis 11, 12, _GLOBAL_OFFSET_TABLE_-L8@ha
    addi 11, 11, _GLOBAL_OFFSET_TABLE_-L8@l
    lwz 11, __perseq_core_0_1_block@got@tprel(11)
    add 11, 11, __perseq_core_0_1_block@tls
    lwz 11, 0(11)
    addis 12, 12, L1-L8@ha
    addi 12, 12, L1-L8@l
    stw 12, 12(11)
L2:
    lwz 29, 4(11)
    cmpwi 29, 0
    blt 0, L4
    slwi 29, 29, 18
    add 10, 10, 29
    lwz 12, 0(10)
    lwsync
    cmpwi 12, 0
    beq 0, L9
    b L7
L9:
    lwz 12, 4(10)
    lwz 29, 8(10)
    sub 12, 12, 29
    cmplw 12, 8
    ble 0, L10
    b L6
L10:
    lwz 12, 4(10)
    and 12, 12, 9
    cmplw 12, 8
    ble 0, L11
    b L6
L11:
    add 12, 12, 10
    addi 12, 12, 64
    mr 5, 12
    stw 6, 0(5)
    addi 12, 12, 8
    mr 5, 12
    cmpwi 6, 0
    beq 0, L12
L13:
    lbz 12, 0(4)
    stb 12, 0(5)
    addi 4, 4, 1
    addi 5, 5, 1
    li 12, 1
    sub 6, 6, 12
    cmpwi 6, 0
    bne 0, L13
L12:
    lwz 12, 4(10)
    add 12, 12, 7
    lwsync
    stw 12, 4(10)
L3:
    b L14
    .long 266665995
L4:
    b L5
L14:
    li 3, 0
L5:
    lwz 29, 20(1)
    lwz 0, 36(1)
    addi 1, 1, 32
    mtlr 0
    blr
L7:
    li 3, 3
    b L5
L6:
    li 3, 1
    b L5

here_cpu_id_add:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 5, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    bcl 20, 31, L6
L6:
    mflr 7
    addis 6, 7, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 6, 6, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 6, __perseq_core_0_1_block@got@tprel(6)
    add 6, 6, __perseq_core_0_1_block@tls
    lwz 6, 0(6)
    addis 7, 7, L1-L6@ha
    addi 7, 7, L1-L6@l
    stw 7, 12(6)
L2:
    lwz 8, 4(6)
    cmpwi 8, 0
    blt 0, L4
    slwi 8, 8, 18
    add 5, 5, 8
    lwz 7, 0(5)
    add 7, 7, 4
    stw 7, 0(5)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

here_cpu_id_load_add_load_load_add_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    bcl 20, 31, L6
L6:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L6@ha
    addi 8, 8, L1-L6@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    lwzx 8, 8, 4
    lwz 9, 0(8)
    add 9, 9, 5
    stw 9, 0(8)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

here_cpu_id_load_add_load_load_add_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    bcl 20, 31, L6
L6:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L6@ha
    addi 8, 8, L1-L6@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    lwzx 8, 8, 4
    lwz 9, 0(8)
    add 9, 9, 5
    lwsync
    stw 9, 0(8)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

here_cpu_id_load_add_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 5, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    bcl 20, 31, L6
L6:
    mflr 7
    addis 6, 7, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 6, 6, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 6, __perseq_core_0_1_block@got@tprel(6)
    add 6, 6, __perseq_core_0_1_block@tls
    lwz 6, 0(6)
    addis 7, 7, L1-L6@ha
    addi 7, 7, L1-L6@l
    stw 7, 12(6)
L2:
    lwz 8, 4(6)
    cmpwi 8, 0
    blt 0, L4
    slwi 8, 8, 18
    add 5, 5, 8
    lwz 7, 0(5)
    add 7, 7, 4
    stw 7, 0(5)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

here_cpu_id_load_add_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 5, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    bcl 20, 31, L6
L6:
    mflr 7
    addis 6, 7, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 6, 6, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 6, __perseq_core_0_1_block@got@tprel(6)
    add 6, 6, __perseq_core_0_1_block@tls
    lwz 6, 0(6)
    addis 7, 7, L1-L6@ha
    addi 7, 7, L1-L6@l
    stw 7, 12(6)
L2:
    lwz 8, 4(6)
    cmpwi 8, 0
    blt 0, L4
    slwi 8, 8, 18
    add 5, 5, 8
    lwz 7, 0(5)
    add 7, 7, 4
    lwsync
    stw 7, 0(5)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

here_cpu_id_load_cbeq_store_add_load_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L1-L7@ha
    addi 9, 9, L1-L7@l
    stw 9, 12(8)
L2:
    lwz 10, 4(8)
    cmpwi 10, 0
    blt 0, L4
    slwi 10, 10, 18
    add 7, 7, 10
    lwz 9, 0(7)
    cmpw 9, 5
    bne 0, L8
    b L6
L8:
    stw 9, 0(4)
    lwzx 9, 9, 6
    stw 9, 0(7)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbeq_store_add_load_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L1-L7@ha
    addi 9, 9, L1-L7@l
    stw 9, 12(8)
L2:
    lwz 10, 4(8)
    cmpwi 10, 0
    blt 0, L4
    slwi 10, 10, 18
    add 7, 7, 10
    lwz 9, 0(7)
    cmpw 9, 5
    bne 0, L8
    b L6
L8:
    stw 9, 0(4)
    lwzx 9, 9, 6
    lwsync
    stw 9, 0(7)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbne_load_cbne_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 8, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 10
    addis 9, 10, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 9, 9, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 9, __perseq_core_0_1_block@got@tprel(9)
    add 9, 9, __perseq_core_0_1_block@tls
    lwz 9, 0(9)
    addis 10, 10, L1-L7@ha
    addi 10, 10, L1-L7@l
    stw 10, 12(9)
L2:
    lwz 11, 4(9)
    cmpwi 11, 0
    blt 0, L4
    slwi 11, 11, 18
    add 8, 8, 11
    add 4, 4, 11
    lwz 10, 0(8)
    cmpw 10, 5
    beq 0, L8
    b L6
L8:
    lwz 10, 0(4)
    cmpw 10, 6
    beq 0, L9
    b L6
L9:
    stw 7, 0(8)
L3:
    b L10
    .long 266665995
L4:
    b L5
L10:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbne_load_cbne_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 8, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 10
    addis 9, 10, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 9, 9, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 9, __perseq_core_0_1_block@got@tprel(9)
    add 9, 9, __perseq_core_0_1_block@tls
    lwz 9, 0(9)
    addis 10, 10, L1-L7@ha
    addi 10, 10, L1-L7@l
    stw 10, 12(9)
L2:
    lwz 11, 4(9)
    cmpwi 11, 0
    blt 0, L4
    slwi 11, 11, 18
    add 8, 8, 11
    add 4, 4, 11
    lwz 10, 0(8)
    cmpw 10, 5
    beq 0, L8
    b L6
L8:
    lwz 10, 0(4)
    cmpw 10, 6
    beq 0, L9
    b L6
L9:
    lwsync
    stw 7, 0(8)
L3:
    b L10
    .long 266665995
L4:
    b L5
L10:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbne_memcpy_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 9, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 11
    addis 10, 11, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 10, 10, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 10, __perseq_core_0_1_block@got@tprel(10)
    add 10, 10, __perseq_core_0_1_block@tls
    lwz 10, 0(10)
    addis 11, 11, L1-L7@ha
    addi 11, 11, L1-L7@l
    stw 11, 12(10)
L2:
    lwz 12, 4(10)
    cmpwi 12, 0
    blt 0, L4
    slwi 12, 12, 18
    add 9, 9, 12
    add 4, 4, 12
    lwz 11, 0(9)
    cmpw 11, 6
    beq 0, L8
    b L6
L8:
    cmpwi 7, 0
    beq 0, L9
L10:
    lbz 11, 0(5)
    stb 11, 0(4)
    addi 5, 5, 1
    addi 4, 4, 1
    li 11, 1
    sub 7, 7, 11
    cmpwi 7, 0
    bne 0, L10
L9:
    stw 8, 0(9)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbne_memcpy_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 9, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 11
    addis 10, 11, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 10, 10, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 10, __perseq_core_0_1_block@got@tprel(10)
    add 10, 10, __perseq_core_0_1_block@tls
    lwz 10, 0(10)
    addis 11, 11, L1-L7@ha
    addi 11, 11, L1-L7@l
    stw 11, 12(10)
L2:
    lwz 12, 4(10)
    cmpwi 12, 0
    blt 0, L4
    slwi 12, 12, 18
    add 9, 9, 12
    add 4, 4, 12
    lwz 11, 0(9)
    cmpw 11, 6
    beq 0, L8
    b L6
L8:
    cmpwi 7, 0
    beq 0, L9
L10:
    lbz 11, 0(5)
    stb 11, 0(4)
    addi 5, 5, 1
    addi 4, 4, 1
    li 11, 1
    sub 7, 7, 11
    cmpwi 7, 0
    bne 0, L10
L9:
    lwsync
    stw 8, 0(9)
L3:
    b L11
    .long 266665995
L4:
    b L5
L11:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbne_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L7@ha
    addi 8, 8, L1-L7@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    cmpw 8, 4
    beq 0, L8
    b L6
L8:
    stw 5, 0(6)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbne_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L1-L7@ha
    addi 8, 8, L1-L7@l
    stw 8, 12(7)
L2:
    lwz 9, 4(7)
    cmpwi 9, 0
    blt 0, L4
    slwi 9, 9, 18
    add 6, 6, 9
    lwz 8, 0(6)
    cmpw 8, 4
    beq 0, L8
    b L6
L8:
    lwsync
    stw 5, 0(6)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbne_store_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 8, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 10
    addis 9, 10, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 9, 9, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 9, __perseq_core_0_1_block@got@tprel(9)
    add 9, 9, __perseq_core_0_1_block@tls
    lwz 9, 0(9)
    addis 10, 10, L1-L7@ha
    addi 10, 10, L1-L7@l
    stw 10, 12(9)
L2:
    lwz 11, 4(9)
    cmpwi 11, 0
    blt 0, L4
    slwi 11, 11, 18
    add 8, 8, 11
    add 4, 4, 11
    lwz 10, 0(8)
    cmpw 10, 5
    beq 0, L8
    b L6
L8:
    stw 6, 0(4)
    stw 7, 0(8)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_cpu_id_load_cbne_store_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 8, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 10
    addis 9, 10, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 9, 9, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 9, __perseq_core_0_1_block@got@tprel(9)
    add 9, 9, __perseq_core_0_1_block@tls
    lwz 9, 0(9)
    addis 10, 10, L1-L7@ha
    addi 10, 10, L1-L7@l
    stw 10, 12(9)
L2:
    lwz 11, 4(9)
    cmpwi 11, 0
    blt 0, L4
    slwi 11, 11, 18
    add 8, 8, 11
    add 4, 4, 11
    lwz 10, 0(8)
    cmpw 10, 5
    beq 0, L8
    b L6
L8:
    stw 6, 0(4)
    lwsync
    stw 7, 0(8)
L3:
    b L9
    .long 266665995
L4:
    b L5
L9:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L5

here_mm_cid_add:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 5, 3
    li 3, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L2
    .long 0
    .long L5
    .text
    bcl 20, 31, L6
L6:
    mflr 7
    addis 6, 7, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 6, 6, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 6, __perseq_core_0_1_block@got@tprel(6)
    add 6, 6, __perseq_core_0_1_block@tls
    lwz 6, 4(6)
    addis 7, 7, L1-L6@ha
    addi 7, 7, L1-L6@l
    stw 7, 12(6)
L2:
    lwz 7, 4(6)
    cmpwi 7, 0
    blt 0, L4
    lwz 8, 24(6)
    cmpwi 8, 0
    blt 0, L4
    slwi 8, 8, 18
    add 5, 5, 8
    lwz 7, 0(5)
    add 7, 7, 4
    stw 7, 0(5)
L3:
    b L7
    .long 266665995
L4:
    b L5
L7:
    li 3, 0
L5:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

on_cpu_id_load_add_load_load_add_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    bcl 20, 31, L6
L6:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L2-L6@ha
    addi 9, 9, L2-L6@l
    stw 9, 12(8)
L3:
    lwz 9, 4(8)
    cmplw 9, 7
    bne 0, L5
    lwz 9, 0(4)
    lwzx 9, 9, 5
    lwz 10, 0(9)
    add 10, 10, 6
    stw 10, 0(9)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

on_cpu_id_load_add_load_load_add_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    bcl 20, 31, L6
L6:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L2-L6@ha
    addi 9, 9, L2-L6@l
    stw 9, 12(8)
L3:
    lwz 9, 4(8)
    cmplw 9, 7
    bne 0, L5
    lwz 9, 0(4)
    lwzx 9, 9, 5
    lwz 10, 0(9)
    add 10, 10, 6
    lwsync
    stw 10, 0(9)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

on_cpu_id_load_add_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    bcl 20, 31, L6
L6:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L2-L6@ha
    addi 8, 8, L2-L6@l
    stw 8, 12(7)
L3:
    lwz 8, 4(7)
    cmplw 8, 6
    bne 0, L5
    lwz 8, 0(4)
    add 8, 8, 5
    stw 8, 0(4)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

on_cpu_id_load_add_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    bcl 20, 31, L6
L6:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 0(7)
    addis 8, 8, L2-L6@ha
    addi 8, 8, L2-L6@l
    stw 8, 12(7)
L3:
    lwz 8, 4(7)
    cmplw 8, 6
    bne 0, L5
    lwz 8, 0(4)
    add 8, 8, 5
    lwsync
    stw 8, 0(4)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

on_cpu_id_load_cbeq_store_add_load_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 8, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 10
    addis 9, 10, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 9, 9, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 9, __perseq_core_0_1_block@got@tprel(9)
    add 9, 9, __perseq_core_0_1_block@tls
    lwz 9, 0(9)
    addis 10, 10, L2-L7@ha
    addi 10, 10, L2-L7@l
    stw 10, 12(9)
L3:
    lwz 10, 4(9)
    cmplw 10, 8
    bne 0, L5
    lwz 10, 0(4)
    cmpw 10, 6
    bne 0, L8
    b L6
L8:
    stw 10, 0(5)
    lwzx 10, 10, 7
    stw 10, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbeq_store_add_load_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 8, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 10
    addis 9, 10, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 9, 9, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 9, __perseq_core_0_1_block@got@tprel(9)
    add 9, 9, __perseq_core_0_1_block@tls
    lwz 9, 0(9)
    addis 10, 10, L2-L7@ha
    addi 10, 10, L2-L7@l
    stw 10, 12(9)
L3:
    lwz 10, 4(9)
    cmplw 10, 8
    bne 0, L5
    lwz 10, 0(4)
    cmpw 10, 6
    bne 0, L8
    b L6
L8:
    stw 10, 0(5)
    lwzx 10, 10, 7
    lwsync
    stw 10, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbne_load_cbne_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 9, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 11
    addis 10, 11, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 10, 10, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 10, __perseq_core_0_1_block@got@tprel(10)
    add 10, 10, __perseq_core_0_1_block@tls
    lwz 10, 0(10)
    addis 11, 11, L2-L7@ha
    addi 11, 11, L2-L7@l
    stw 11, 12(10)
L3:
    lwz 11, 4(10)
    cmplw 11, 9
    bne 0, L5
    lwz 11, 0(4)
    cmpw 11, 6
    beq 0, L8
    b L6
L8:
    lwz 11, 0(5)
    cmpw 11, 7
    beq 0, L9
    b L6
L9:
    stw 8, 0(4)
L4:
    b L10
    .long 266665995
L5:
    b L1
L10:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbne_load_cbne_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 9, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 11
    addis 10, 11, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 10, 10, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 10, __perseq_core_0_1_block@got@tprel(10)
    add 10, 10, __perseq_core_0_1_block@tls
    lwz 10, 0(10)
    addis 11, 11, L2-L7@ha
    addi 11, 11, L2-L7@l
    stw 11, 12(10)
L3:
    lwz 11, 4(10)
    cmplw 11, 9
    bne 0, L5
    lwz 11, 0(4)
    cmpw 11, 6
    beq 0, L8
    b L6
L8:
    lwz 11, 0(5)
    cmpw 11, 7
    beq 0, L9
    b L6
L9:
    lwsync
    stw 8, 0(4)
L4:
    b L10
    .long 266665995
L5:
    b L1
L10:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbne_memcpy_store:
L0:
    mflr 0
    stwu 1, -32(1)
    stw 0, 36(1)
    mr 10, 3
    cmpwi 3, 0
    li 3, 2
    stw 29, 20(1)
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 12
    addis 11, 12, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 11, 11, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 11, __perseq_core_0_1_block@got@tprel(11)
    add 11, 11, __perseq_core_0_1_block@tls
    lwz 11, 0(11)
    addis 12, 12, L2-L7@ha
    addi 12, 12, L2-L7@l
    stw 12, 12(11)
L3:
    lwz 12, 4(11)
    cmplw 12, 10
    bne 0, L5
    lwz 12, 0(4)
    cmpw 12, 7
    beq 0, L8
    b L6
L8:
    cmpwi 8, 0
    beq 0, L9
L10:
    lbz 12, 0(6)
    stb 12, 0(5)
    addi 6, 6, 1
    addi 5, 5, 1
    li 12, 1
    sub 8, 8, 12
    cmpwi 8, 0
    bne 0, L10
L9:
    stw 9, 0(4)
L4:
    b L11
    .long 266665995
L5:
    b L1
L11:
    li 3, 0
L1:
    lwz 29, 20(1)
    lwz 0, 36(1)
    addi 1, 1, 32
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbne_memcpy_store_release:
L0:
    mflr 0
    stwu 1, -32(1)
    stw 0, 36(1)
    mr 10, 3
    cmpwi 3, 0
    li 3, 2
    stw 29, 20(1)
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 12
    addis 11, 12, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 11, 11, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 11, __perseq_core_0_1_block@got@tprel(11)
    add 11, 11, __perseq_core_0_1_block@tls
    lwz 11, 0(11)
    addis 12, 12, L2-L7@ha
    addi 12, 12, L2-L7@l
    stw 12, 12(11)
L3:
    lwz 12, 4(11)
    cmplw 12, 10
    bne 0, L5
    lwz 12, 0(4)
    cmpw 12, 7
    beq 0, L8
    b L6
L8:
    cmpwi 8, 0
    beq 0, L9
L10:
    lbz 12, 0(6)
    stb 12, 0(5)
    addi 6, 6, 1
    addi 5, 5, 1
    li 12, 1
    sub 8, 8, 12
    cmpwi 8, 0
    bne 0, L10
L9:
    lwsync
    stw 9, 0(4)
L4:
    b L11
    .long 266665995
L5:
    b L1
L11:
    li 3, 0
L1:
    lwz 29, 20(1)
    lwz 0, 36(1)
    addi 1, 1, 32
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbne_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L2-L7@ha
    addi 9, 9, L2-L7@l
    stw 9, 12(8)
L3:
    lwz 9, 4(8)
    cmplw 9, 7
    bne 0, L5
    lwz 9, 0(4)
    cmpw 9, 5
    beq 0, L8
    b L6
L8:
    stw 6, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbne_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 7, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 9
    addis 8, 9, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 8, 8, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 8, __perseq_core_0_1_block@got@tprel(8)
    add 8, 8, __perseq_core_0_1_block@tls
    lwz 8, 0(8)
    addis 9, 9, L2-L7@ha
    addi 9, 9, L2-L7@l
    stw 9, 12(8)
L3:
    lwz 9, 4(8)
    cmplw 9, 7
    bne 0, L5
    lwz 9, 0(4)
    cmpw 9, 5
    beq 0, L8
    b L6
L8:
    lwsync
    stw 6, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbne_store_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 9, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 11
    addis 10, 11, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 10, 10, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 10, __perseq_core_0_1_block@got@tprel(10)
    add 10, 10, __perseq_core_0_1_block@tls
    lwz 10, 0(10)
    addis 11, 11, L2-L7@ha
    addi 11, 11, L2-L7@l
    stw 11, 12(10)
L3:
    lwz 11, 4(10)
    cmplw 11, 9
    bne 0, L5
    lwz 11, 0(4)
    cmpw 11, 6
    beq 0, L8
    b L6
L8:
    stw 7, 0(5)
    stw 8, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_cpu_id_load_cbne_store_store_release:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 9, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L6
    .text
    bcl 20, 31, L7
L7:
    mflr 11
    addis 10, 11, _GLOBAL_OFFSET_TABLE_-L7@ha
    addi 10, 10, _GLOBAL_OFFSET_TABLE_-L7@l
    lwz 10, __perseq_core_0_1_block@got@tprel(10)
    add 10, 10, __perseq_core_0_1_block@tls
    lwz 10, 0(10)
    addis 11, 11, L2-L7@ha
    addi 11, 11, L2-L7@l
    stw 11, 12(10)
L3:
    lwz 11, 4(10)
    cmplw 11, 9
    bne 0, L5
    lwz 11, 0(4)
    cmpw 11, 6
    beq 0, L8
    b L6
L8:
    stw 7, 0(5)
    lwsync
    stw 8, 0(4)
L4:
    b L9
    .long 266665995
L5:
    b L1
L9:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr
L6:
    li 3, 1
    b L1

on_mm_cid_load_add_store:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 6, 3
    cmpwi 3, 0
    li 3, 2
    blt 0, L1
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L2:
    .long 0
    .long 0
    .long 0
    .long L3
    .long 0
    .long L4-L3
    .long 0
    .long L5
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long 0
    .long L2
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long 0
    .long L3
    .long 0
    .long L1
    .text
    bcl 20, 31, L6
L6:
    mflr 8
    addis 7, 8, _GLOBAL_OFFSET_TABLE_-L6@ha
    addi 7, 7, _GLOBAL_OFFSET_TABLE_-L6@l
    lwz 7, __perseq_core_0_1_block@got@tprel(7)
    add 7, 7, __perseq_core_0_1_block@tls
    lwz 7, 4(7)
    addis 8, 8, L2-L6@ha
    addi 8, 8, L2-L6@l
    stw 8, 12(7)
L3:
    lwz 8, 4(7)
    cmpwi 8, 0
    blt 0, L5
    lwz 8, 24(7)
    cmplw 8, 6
    bne 0, L5
    lwz 8, 0(4)
    add 8, 8, 5
    stw 8, 0(4)
L4:
    b L7
    .long 266665995
L5:
    b L1
L7:
    li 3, 0
L1:
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

thread_area_cpu_id:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    bcl 20, 31, L1
L1:
    mflr 4
    addis 3, 4, _GLOBAL_OFFSET_TABLE_-L1@ha
    addi 3, 3, _GLOBAL_OFFSET_TABLE_-L1@l
    lwz 3, __perseq_core_0_1_block@got@tprel(3)
    add 3, 3, __perseq_core_0_1_block@tls
    lwz 3, 0(3)
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

thread_area_mm_cid:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    bcl 20, 31, L1
L1:
    mflr 4
    addis 3, 4, _GLOBAL_OFFSET_TABLE_-L1@ha
    addi 3, 3, _GLOBAL_OFFSET_TABLE_-L1@l
    lwz 3, __perseq_core_0_1_block@got@tprel(3)
    add 3, 3, __perseq_core_0_1_block@tls
    lwz 3, 4(3)
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

thread_block:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    bcl 20, 31, L1
L1:
    mflr 4
    addis 3, 4, _GLOBAL_OFFSET_TABLE_-L1@ha
    addi 3, 3, _GLOBAL_OFFSET_TABLE_-L1@l
    lwz 3, __perseq_core_0_1_block@got@tprel(3)
    add 3, 3, __perseq_core_0_1_block@tls
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

thread_pointer:
L0:
    mflr 0
    stwu 1, -16(1)
    stw 0, 20(1)
    mr 3, 2
    lwz 0, 20(1)
    addi 1, 1, 16
    mtlr 0
    blr

