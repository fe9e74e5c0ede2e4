.section .tdata.perseq,"awT",@progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 48
__perseq_core_0_1_block:
    .dword _RNvNt…11perseq_core6thread12UNREGISTERED
    .dword _RNvNt…11perseq_core6thread12UNREGISTERED
    .space 32

.section .init_array,"aw",@init_array
    .p2align 3, 0x0
    .dword _RNvNtNt…11perseq_core6thread4load7on_load

.section .note.perseq,"a",@note
    .p2align 2, 0x0
    .word 7
    .word 4
    .word 1
    .ascii "Perseq"
    .byte 0
    .p2align 2, 0x0
L0:
    .word _RNvNtNt…11perseq_core6thread5peers5ENTRY-L0

.section .data.rel.ro.perseq,"aw",@progbits
    .p2align 3, 0x0
    .hidden __perseq_core_0_1_weak
__perseq_core_0_1_weak:
    .dword __rseq_offset
    .dword __rseq_size
    .dword dlopen
    .dword dladdr

guarded_cpu_id_array_pop:
    move $a2, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a3, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a3, $a3, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a3, $a3, $tp
    ld.d $a3, $a3, 0
    pcalau12i $a4, %pc_hi20(L0)
    addi.d $a4, $a4, %pc_lo12(L0)
    st.d $a4, $a3, 8
L1:
    ld.w $a5, $a3, 4
    bltz $a5, L3
    slli.d $a5, $a5, 18
    add.d $a2, $a2, $a5
    bltz $a2, L3
    ld.d $a4, $a2, 0
    dbar 20
    bnez $a4, L6
    ld.d $a4, $a2, 16
    beqz $a4, L5
    addi.d $a4, $a4, -1
    alsl.d $a5, $a4, $a2, 3
    ld.d $a5, $a5, 24
    st.d $a5, $a1, 0
    st.d $a4, $a2, 16
L2:
    b L7
    .word 2752528
L3:
    b L4
L7:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_array_pop_batch:
    move $a6, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a7, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a7, $a7, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a7, $a7, $tp
    ld.d $a7, $a7, 0
    pcalau12i $t0, %pc_hi20(L0)
    addi.d $t0, $t0, %pc_lo12(L0)
    st.d $t0, $a7, 8
L1:
    ld.w $t1, $a7, 4
    bltz $t1, L3
    slli.d $t1, $t1, 18
    add.d $a6, $a6, $t1
    bltz $a6, L3
    ld.d $t0, $a6, 0
    dbar 20
    bnez $t0, L6
    ld.d $t0, $a6, 16
    sltu $t1, $t0, $a3
    bnez $t1, L5
    add.d $t0, $t0, $a4
    alsl.d $t0, $t0, $a6, 3
    addi.d $t0, $t0, 24
    move $a2, $t0
    beqz $a5, L7
L8:
    ld.bu $t0, $a2, 0
    st.b $t0, $a1, 0
    addi.d $a2, $a2, 1
    addi.d $a1, $a1, 1
    addi.d $a5, $a5, -1
    bnez $a5, L8
L7:
    ld.d $t0, $a6, 16
    add.d $t0, $t0, $a4
    st.d $t0, $a6, 16
L2:
    b L9
    .word 2752528
L3:
    b L4
L9:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_array_pop_open:
    move $a2, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a3, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a3, $a3, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a3, $a3, $tp
    ld.d $a3, $a3, 0
    pcalau12i $a4, %pc_hi20(L0)
    addi.d $a4, $a4, %pc_lo12(L0)
    st.d $a4, $a3, 8
L1:
    ld.w $a5, $a3, 4
    bltz $a5, L3
    slli.d $a5, $a5, 18
    add.d $a2, $a2, $a5
    bltz $a2, L3
    ld.d $a5, $a2, 8
    dbar 20
    ld.d $a4, $a2, 16
    addi.d $a4, $a4, -1
    sltu $a5, $a4, $a5
    beqz $a5, L5
    alsl.d $a5, $a4, $a2, 3
    ld.d $a5, $a5, 24
    st.d $a5, $a1, 0
    st.d $a4, $a2, 16
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_array_push:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    dbar 20
    bnez $a5, L6
    ld.d $a5, $a3, 16
    sub.d $a6, $a5, $a2
    beqz $a6, L5
    alsl.d $a6, $a5, $a3, 3
    st.d $a1, $a6, 24
    addi.d $a5, $a5, 1
    st.d $a5, $a3, 16
L2:
    b L7
    .word 2752528
L3:
    b L4
L7:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_array_push_batch:
    move $a6, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a7, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a7, $a7, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a7, $a7, $tp
    ld.d $a7, $a7, 0
    pcalau12i $t0, %pc_hi20(L0)
    addi.d $t0, $t0, %pc_lo12(L0)
    st.d $t0, $a7, 8
L1:
    ld.w $t1, $a7, 4
    bltz $t1, L3
    slli.d $t1, $t1, 18
    add.d $a6, $a6, $t1
    bltz $a6, L3
    ld.d $t0, $a6, 0
    dbar 20
    bnez $t0, L6
    ld.d $t0, $a6, 16
    sltu $t1, $a4, $t0
    bnez $t1, L5
    alsl.d $t0, $t0, $a6, 3
    addi.d $t0, $t0, 24
    move $a2, $t0
    beqz $a5, L7
L8:
    ld.bu $t0, $a1, 0
    st.b $t0, $a2, 0
    addi.d $a1, $a1, 1
    addi.d $a2, $a2, 1
    addi.d $a5, $a5, -1
    bnez $a5, L8
L7:
    ld.d $t0, $a6, 16
    add.d $t0, $t0, $a3
    st.d $t0, $a6, 16
L2:
    b L9
    .word 2752528
L3:
    b L4
L9:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_array_push_open:
    move $a2, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a3, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a3, $a3, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a3, $a3, $tp
    ld.d $a3, $a3, 0
    pcalau12i $a4, %pc_hi20(L0)
    addi.d $a4, $a4, %pc_lo12(L0)
    st.d $a4, $a3, 8
L1:
    ld.w $a5, $a3, 4
    bltz $a5, L3
    slli.d $a5, $a5, 18
    add.d $a2, $a2, $a5
    bltz $a2, L3
    ld.d $a5, $a2, 8
    dbar 20
    ld.d $a4, $a2, 16
    sltu $a5, $a4, $a5
    beqz $a5, L5
    alsl.d $a5, $a4, $a2, 3
    st.d $a1, $a5, 24
    addi.d $a4, $a4, 1
    st.d $a4, $a2, 16
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_flag_set:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    dbar 20
    bnez $a5, L5
    st.d $a3, $a1, 0
    st.d $a2, $a3, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 3
    b L4

guarded_cpu_id_list_pop:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    dbar 20
    bnez $a5, L6
    ld.d $a5, $a3, 8
    beqz $a5, L5
    st.d $a5, $a1, 0
    ldx.d $a5, $a5, $a2
    st.d $a5, $a3, 8
L2:
    b L7
    .word 2752528
L3:
    b L4
L7:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_list_push:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    dbar 20
    bnez $a5, L5
    ld.d $a5, $a3, 8
    st.d $a5, $a1, 0
    st.d $a2, $a3, 8
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 3
    b L4

guarded_cpu_id_lock_acquire:
    move $a4, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L0)
    addi.d $a6, $a6, %pc_lo12(L0)
    st.d $a6, $a5, 8
L1:
    ld.w $a7, $a5, 4
    bltz $a7, L3
    slli.d $a7, $a7, 18
    add.d $a4, $a4, $a7
    bltz $a4, L3
    ld.d $a6, $a4, 0
    dbar 20
    bnez $a6, L6
    ld.d $a6, $a4, 8
    sub.d $a7, $a6, $a2
    bnez $a7, L5
    st.d $a4, $a1, 0
    st.d $a3, $a4, 8
L2:
    b L7
    .word 2752528
L3:
    b L4
L7:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_queue_pop:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    dbar 20
    bnez $a5, L6
    ld.d $a5, $a3, 16
    ld.d $a6, $a3, 8
    sub.d $a5, $a5, $a6
    beqz $a5, L5
    ld.d $a5, $a3, 8
    and $a5, $a5, $a2
    alsl.d $a6, $a5, $a3, 3
    ld.d $a5, $a6, 24
    st.d $a5, $a1, 0
    ld.d $a5, $a3, 8
    addi.d $a5, $a5, 1
    st.d $a5, $a3, 8
L2:
    b L7
    .word 2752528
L3:
    b L4
L7:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_queue_push:
    move $a4, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L0)
    addi.d $a6, $a6, %pc_lo12(L0)
    st.d $a6, $a5, 8
L1:
    ld.w $a7, $a5, 4
    bltz $a7, L3
    slli.d $a7, $a7, 18
    add.d $a4, $a4, $a7
    bltz $a4, L3
    ld.d $a6, $a4, 0
    dbar 20
    bnez $a6, L6
    ld.d $a6, $a4, 16
    ld.d $a7, $a4, 8
    sub.d $a6, $a6, $a7
    sub.d $a7, $a6, $a2
    beqz $a7, L5
    ld.d $a6, $a4, 16
    and $a6, $a6, $a3
    alsl.d $a7, $a6, $a4, 3
    st.d $a1, $a7, 24
    ld.d $a6, $a4, 16
    addi.d $a6, $a6, 1
    dbar 18
    st.d $a6, $a4, 16
L2:
    b L7
    .word 2752528
L3:
    b L4
L7:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_ring_discard:
    move $a4, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L0)
    addi.d $a6, $a6, %pc_lo12(L0)
    st.d $a6, $a5, 8
L1:
    ld.w $a7, $a5, 4
    bltz $a7, L3
    slli.d $a7, $a7, 18
    add.d $a4, $a4, $a7
    bltz $a4, L3
    ld.d $a6, $a4, 0
    dbar 20
    bnez $a6, L6
    ld.d $a6, $a4, 16
    sub.d $a7, $a6, $a1
    bnez $a7, L5
    add.d $a6, $a6, $a4
    sub.d $a7, $a6, $a2
    bnez $a7, L5
    st.d $a3, $a4, 16
L2:
    b L7
    .word 2752528
L3:
    b L4
L7:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_ring_pad:
    move $a7, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $t0, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $t0, $t0, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $t0, $t0, $tp
    ld.d $t0, $t0, 0
    pcalau12i $t1, %pc_hi20(L0)
    addi.d $t1, $t1, %pc_lo12(L0)
    st.d $t1, $t0, 8
L1:
    ld.w $t2, $t0, 4
    bltz $t2, L3
    slli.d $t2, $t2, 18
    add.d $a7, $a7, $t2
    bltz $a7, L3
    ld.d $t1, $a7, 0
    dbar 20
    bnez $t1, L6
    ld.d $t1, $a7, 8
    sub.d $t2, $t1, $a2
    bnez $t2, L5
    ld.d $t2, $a7, 16
    sub.d $t1, $t1, $t2
    sltu $t2, $a3, $t1
    bnez $t2, L5
    ld.d $t1, $a7, 8
    and $t1, $t1, $a4
    add.d $t1, $t1, $a7
    addi.d $t1, $t1, 64
    move $a1, $t1
    st.d $a5, $a1, 0
    dbar 18
    st.d $a6, $a7, 8
L2:
    b L7
    .word 2752528
L3:
    b L4
L7:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

guarded_cpu_id_ring_write:
    move $a7, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L6
    .text
    pcalau12i $t0, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $t0, $t0, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $t0, $t0, $tp
    ld.d $t0, $t0, 0
    pcalau12i $t1, %pc_hi20(L0)
    addi.d $t1, $t1, %pc_lo12(L0)
    st.d $t1, $t0, 8
L1:
    ld.w $t2, $t0, 4
    bltz $t2, L3
    slli.d $t2, $t2, 18
    add.d $a7, $a7, $t2
    bltz $a7, L3
    ld.d $t1, $a7, 0
    dbar 20
    bnez $t1, L6
    ld.d $t1, $a7, 8
    ld.d $t2, $a7, 16
    sub.d $t1, $t1, $t2
    sltu $t2, $a5, $t1
    bnez $t2, L5
    ld.d $t1, $a7, 8
    and $t1, $t1, $a6
    sltu $t2, $a5, $t1
    bnez $t2, L5
    add.d $t1, $t1, $a7
    addi.d $t1, $t1, 64
    move $a2, $t1
    st.d $a3, $a2, 0
    addi.d $t1, $t1, 8
    move $a2, $t1
    beqz $a3, L7
L8:
    ld.bu $t1, $a1, 0
    st.b $t1, $a2, 0
    addi.d $a1, $a1, 1
    addi.d $a2, $a2, 1
    addi.d $a3, $a3, -1
    bnez $a3, L8
L7:
    ld.d $t1, $a7, 8
    add.d $t1, $t1, $a4
    dbar 18
    st.d $t1, $a7, 8
L2:
    b L9
    .word 2752528
L3:
    b L4
L9:
    move $a0, $zero
L4:
    ret
L6:
    ori $a0, $zero, 3
    b L4
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_add:
    move $a2, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    pcalau12i $a3, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a3, $a3, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a3, $a3, $tp
    ld.d $a3, $a3, 0
    pcalau12i $a4, %pc_hi20(L0)
    addi.d $a4, $a4, %pc_lo12(L0)
    st.d $a4, $a3, 8
L1:
    ld.w $a5, $a3, 4
    bltz $a5, L3
    slli.d $a5, $a5, 18
    add.d $a2, $a2, $a5
    bltz $a2, L3
    ld.d $a4, $a2, 0
    add.d $a4, $a4, $a1
    st.d $a4, $a2, 0
L2:
    b L5
    .word 2752528
L3:
    b L4
L5:
    move $a0, $zero
L4:
    ret

here_cpu_id_load_add_load_load_add_store:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    ldx.d $a5, $a5, $a1
    ld.d $a6, $a5, 0
    add.d $a6, $a6, $a2
    st.d $a6, $a5, 0
L2:
    b L5
    .word 2752528
L3:
    b L4
L5:
    move $a0, $zero
L4:
    ret

here_cpu_id_load_add_load_load_add_store_release:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    ldx.d $a5, $a5, $a1
    ld.d $a6, $a5, 0
    add.d $a6, $a6, $a2
    dbar 18
    st.d $a6, $a5, 0
L2:
    b L5
    .word 2752528
L3:
    b L4
L5:
    move $a0, $zero
L4:
    ret

here_cpu_id_load_add_store:
    move $a2, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    pcalau12i $a3, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a3, $a3, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a3, $a3, $tp
    ld.d $a3, $a3, 0
    pcalau12i $a4, %pc_hi20(L0)
    addi.d $a4, $a4, %pc_lo12(L0)
    st.d $a4, $a3, 8
L1:
    ld.w $a5, $a3, 4
    bltz $a5, L3
    slli.d $a5, $a5, 18
    add.d $a2, $a2, $a5
    bltz $a2, L3
    ld.d $a4, $a2, 0
    add.d $a4, $a4, $a1
    st.d $a4, $a2, 0
L2:
    b L5
    .word 2752528
L3:
    b L4
L5:
    move $a0, $zero
L4:
    ret

here_cpu_id_load_add_store_release:
    move $a2, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    pcalau12i $a3, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a3, $a3, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a3, $a3, $tp
    ld.d $a3, $a3, 0
    pcalau12i $a4, %pc_hi20(L0)
    addi.d $a4, $a4, %pc_lo12(L0)
    st.d $a4, $a3, 8
L1:
    ld.w $a5, $a3, 4
    bltz $a5, L3
    slli.d $a5, $a5, 18
    add.d $a2, $a2, $a5
    bltz $a2, L3
    ld.d $a4, $a2, 0
    add.d $a4, $a4, $a1
    dbar 18
    st.d $a4, $a2, 0
L2:
    b L5
    .word 2752528
L3:
    b L4
L5:
    move $a0, $zero
L4:
    ret

here_cpu_id_load_cbeq_store_add_load_store:
    move $a4, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L0)
    addi.d $a6, $a6, %pc_lo12(L0)
    st.d $a6, $a5, 8
L1:
    ld.w $a7, $a5, 4
    bltz $a7, L3
    slli.d $a7, $a7, 18
    add.d $a4, $a4, $a7
    bltz $a4, L3
    ld.d $a6, $a4, 0
    sub.d $a7, $a6, $a2
    beqz $a7, L5
    st.d $a6, $a1, 0
    ldx.d $a6, $a6, $a3
    st.d $a6, $a4, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbeq_store_add_load_store_release:
    move $a4, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L0)
    addi.d $a6, $a6, %pc_lo12(L0)
    st.d $a6, $a5, 8
L1:
    ld.w $a7, $a5, 4
    bltz $a7, L3
    slli.d $a7, $a7, 18
    add.d $a4, $a4, $a7
    bltz $a4, L3
    ld.d $a6, $a4, 0
    sub.d $a7, $a6, $a2
    beqz $a7, L5
    st.d $a6, $a1, 0
    ldx.d $a6, $a6, $a3
    dbar 18
    st.d $a6, $a4, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbne_load_cbne_store:
    move $a5, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a6, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a6, $a6, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a6, $a6, $tp
    ld.d $a6, $a6, 0
    pcalau12i $a7, %pc_hi20(L0)
    addi.d $a7, $a7, %pc_lo12(L0)
    st.d $a7, $a6, 8
L1:
    ld.w $t0, $a6, 4
    bltz $t0, L3
    slli.d $t0, $t0, 18
    add.d $a5, $a5, $t0
    bltz $a5, L3
    add.d $a1, $a1, $t0
    bltz $a1, L3
    ld.d $a7, $a5, 0
    sub.d $t0, $a7, $a2
    bnez $t0, L5
    ld.d $a7, $a1, 0
    sub.d $t0, $a7, $a3
    bnez $t0, L5
    st.d $a4, $a5, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbne_load_cbne_store_release:
    move $a5, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a6, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a6, $a6, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a6, $a6, $tp
    ld.d $a6, $a6, 0
    pcalau12i $a7, %pc_hi20(L0)
    addi.d $a7, $a7, %pc_lo12(L0)
    st.d $a7, $a6, 8
L1:
    ld.w $t0, $a6, 4
    bltz $t0, L3
    slli.d $t0, $t0, 18
    add.d $a5, $a5, $t0
    bltz $a5, L3
    add.d $a1, $a1, $t0
    bltz $a1, L3
    ld.d $a7, $a5, 0
    sub.d $t0, $a7, $a2
    bnez $t0, L5
    ld.d $a7, $a1, 0
    sub.d $t0, $a7, $a3
    bnez $t0, L5
    dbar 18
    st.d $a4, $a5, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbne_memcpy_store:
    move $a6, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a7, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a7, $a7, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a7, $a7, $tp
    ld.d $a7, $a7, 0
    pcalau12i $t0, %pc_hi20(L0)
    addi.d $t0, $t0, %pc_lo12(L0)
    st.d $t0, $a7, 8
L1:
    ld.w $t1, $a7, 4
    bltz $t1, L3
    slli.d $t1, $t1, 18
    add.d $a6, $a6, $t1
    bltz $a6, L3
    add.d $a1, $a1, $t1
    bltz $a1, L3
    ld.d $t0, $a6, 0
    sub.d $t1, $t0, $a3
    bnez $t1, L5
    beqz $a4, L6
L7:
    ld.bu $t0, $a2, 0
    st.b $t0, $a1, 0
    addi.d $a2, $a2, 1
    addi.d $a1, $a1, 1
    addi.d $a4, $a4, -1
    bnez $a4, L7
L6:
    st.d $a5, $a6, 0
L2:
    b L8
    .word 2752528
L3:
    b L4
L8:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbne_memcpy_store_release:
    move $a6, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a7, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a7, $a7, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a7, $a7, $tp
    ld.d $a7, $a7, 0
    pcalau12i $t0, %pc_hi20(L0)
    addi.d $t0, $t0, %pc_lo12(L0)
    st.d $t0, $a7, 8
L1:
    ld.w $t1, $a7, 4
    bltz $t1, L3
    slli.d $t1, $t1, 18
    add.d $a6, $a6, $t1
    bltz $a6, L3
    add.d $a1, $a1, $t1
    bltz $a1, L3
    ld.d $t0, $a6, 0
    sub.d $t1, $t0, $a3
    bnez $t1, L5
    beqz $a4, L6
L7:
    ld.bu $t0, $a2, 0
    st.b $t0, $a1, 0
    addi.d $a2, $a2, 1
    addi.d $a1, $a1, 1
    addi.d $a4, $a4, -1
    bnez $a4, L7
L6:
    dbar 18
    st.d $a5, $a6, 0
L2:
    b L8
    .word 2752528
L3:
    b L4
L8:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbne_store:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    sub.d $a6, $a5, $a1
    bnez $a6, L5
    st.d $a2, $a3, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbne_store_release:
    move $a3, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L0)
    addi.d $a5, $a5, %pc_lo12(L0)
    st.d $a5, $a4, 8
L1:
    ld.w $a6, $a4, 4
    bltz $a6, L3
    slli.d $a6, $a6, 18
    add.d $a3, $a3, $a6
    bltz $a3, L3
    ld.d $a5, $a3, 0
    sub.d $a6, $a5, $a1
    bnez $a6, L5
    dbar 18
    st.d $a2, $a3, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbne_store_store:
    move $a5, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a6, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a6, $a6, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a6, $a6, $tp
    ld.d $a6, $a6, 0
    pcalau12i $a7, %pc_hi20(L0)
    addi.d $a7, $a7, %pc_lo12(L0)
    st.d $a7, $a6, 8
L1:
    ld.w $t0, $a6, 4
    bltz $t0, L3
    slli.d $t0, $t0, 18
    add.d $a5, $a5, $t0
    bltz $a5, L3
    add.d $a1, $a1, $t0
    bltz $a1, L3
    ld.d $a7, $a5, 0
    sub.d $t0, $a7, $a2
    bnez $t0, L5
    st.d $a3, $a1, 0
    st.d $a4, $a5, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_cpu_id_load_cbne_store_store_release:
    move $a5, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L5
    .text
    pcalau12i $a6, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a6, $a6, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a6, $a6, $tp
    ld.d $a6, $a6, 0
    pcalau12i $a7, %pc_hi20(L0)
    addi.d $a7, $a7, %pc_lo12(L0)
    st.d $a7, $a6, 8
L1:
    ld.w $t0, $a6, 4
    bltz $t0, L3
    slli.d $t0, $t0, 18
    add.d $a5, $a5, $t0
    bltz $a5, L3
    add.d $a1, $a1, $t0
    bltz $a1, L3
    ld.d $a7, $a5, 0
    sub.d $t0, $a7, $a2
    bnez $t0, L5
    st.d $a3, $a1, 0
    dbar 18
    st.d $a4, $a5, 0
L2:
    b L6
    .word 2752528
L3:
    b L4
L6:
    move $a0, $zero
L4:
    ret
L5:
    ori $a0, $zero, 1
    b L4

here_mm_cid_add:
    move $a2, $a0
    ori $a0, $zero, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .dword L1
    .dword L2-L1
    .dword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L1
    .dword L4
    .text
    pcalau12i $a3, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a3, $a3, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a3, $a3, $tp
    ld.d $a3, $a3, 8
    pcalau12i $a4, %pc_hi20(L0)
    addi.d $a4, $a4, %pc_lo12(L0)
    st.d $a4, $a3, 8
L1:
    ld.w $a4, $a3, 4
    bltz $a4, L3
    ld.w $a5, $a3, 24
    bltz $a5, L3
    slli.d $a5, $a5, 18
    add.d $a2, $a2, $a5
    bltz $a2, L3
    ld.d $a4, $a2, 0
    add.d $a4, $a4, $a1
    st.d $a4, $a2, 0
L2:
    b L5
    .word 2752528
L3:
    b L4
L5:
    move $a0, $zero
L4:
    ret

on_cpu_id_load_add_load_load_add_store:
    move $a4, $a0
    ori $a0, $zero, 2
    bltz $a4, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L1)
    addi.d $a6, $a6, %pc_lo12(L1)
    st.d $a6, $a5, 8
L2:
    ld.w $a6, $a5, 4
    addi.w $a7, $a4, 0
    bne $a6, $a7, L4
    ld.d $a6, $a1, 0
    ldx.d $a6, $a6, $a2
    ld.d $a7, $a6, 0
    add.d $a7, $a7, $a3
    st.d $a7, $a6, 0
L3:
    b L5
    .word 2752528
L4:
    b L0
L5:
    move $a0, $zero
L0:
    ret

on_cpu_id_load_add_load_load_add_store_release:
    move $a4, $a0
    ori $a0, $zero, 2
    bltz $a4, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L1)
    addi.d $a6, $a6, %pc_lo12(L1)
    st.d $a6, $a5, 8
L2:
    ld.w $a6, $a5, 4
    addi.w $a7, $a4, 0
    bne $a6, $a7, L4
    ld.d $a6, $a1, 0
    ldx.d $a6, $a6, $a2
    ld.d $a7, $a6, 0
    add.d $a7, $a7, $a3
    dbar 18
    st.d $a7, $a6, 0
L3:
    b L5
    .word 2752528
L4:
    b L0
L5:
    move $a0, $zero
L0:
    ret

on_cpu_id_load_add_store:
    move $a3, $a0
    ori $a0, $zero, 2
    bltz $a3, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L1)
    addi.d $a5, $a5, %pc_lo12(L1)
    st.d $a5, $a4, 8
L2:
    ld.w $a5, $a4, 4
    addi.w $a6, $a3, 0
    bne $a5, $a6, L4
    ld.d $a5, $a1, 0
    add.d $a5, $a5, $a2
    st.d $a5, $a1, 0
L3:
    b L5
    .word 2752528
L4:
    b L0
L5:
    move $a0, $zero
L0:
    ret

on_cpu_id_load_add_store_release:
    move $a3, $a0
    ori $a0, $zero, 2
    bltz $a3, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 0
    pcalau12i $a5, %pc_hi20(L1)
    addi.d $a5, $a5, %pc_lo12(L1)
    st.d $a5, $a4, 8
L2:
    ld.w $a5, $a4, 4
    addi.w $a6, $a3, 0
    bne $a5, $a6, L4
    ld.d $a5, $a1, 0
    add.d $a5, $a5, $a2
    dbar 18
    st.d $a5, $a1, 0
L3:
    b L5
    .word 2752528
L4:
    b L0
L5:
    move $a0, $zero
L0:
    ret

on_cpu_id_load_cbeq_store_add_load_store:
    move $a5, $a0
    ori $a0, $zero, 2
    bltz $a5, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $a6, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a6, $a6, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a6, $a6, $tp
    ld.d $a6, $a6, 0
    pcalau12i $a7, %pc_hi20(L1)
    addi.d $a7, $a7, %pc_lo12(L1)
    st.d $a7, $a6, 8
L2:
    ld.w $a7, $a6, 4
    addi.w $t0, $a5, 0
    bne $a7, $t0, L4
    ld.d $a7, $a1, 0
    sub.d $t0, $a7, $a3
    beqz $t0, L5
    st.d $a7, $a2, 0
    ldx.d $a7, $a7, $a4
    st.d $a7, $a1, 0
L3:
    b L6
    .word 2752528
L4:
    b L0
L6:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbeq_store_add_load_store_release:
    move $a5, $a0
    ori $a0, $zero, 2
    bltz $a5, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $a6, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a6, $a6, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a6, $a6, $tp
    ld.d $a6, $a6, 0
    pcalau12i $a7, %pc_hi20(L1)
    addi.d $a7, $a7, %pc_lo12(L1)
    st.d $a7, $a6, 8
L2:
    ld.w $a7, $a6, 4
    addi.w $t0, $a5, 0
    bne $a7, $t0, L4
    ld.d $a7, $a1, 0
    sub.d $t0, $a7, $a3
    beqz $t0, L5
    st.d $a7, $a2, 0
    ldx.d $a7, $a7, $a4
    dbar 18
    st.d $a7, $a1, 0
L3:
    b L6
    .word 2752528
L4:
    b L0
L6:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbne_load_cbne_store:
    move $a6, $a0
    ori $a0, $zero, 2
    bltz $a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $a7, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a7, $a7, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a7, $a7, $tp
    ld.d $a7, $a7, 0
    pcalau12i $t0, %pc_hi20(L1)
    addi.d $t0, $t0, %pc_lo12(L1)
    st.d $t0, $a7, 8
L2:
    ld.w $t0, $a7, 4
    addi.w $t1, $a6, 0
    bne $t0, $t1, L4
    ld.d $t0, $a1, 0
    sub.d $t1, $t0, $a3
    bnez $t1, L5
    ld.d $t0, $a2, 0
    sub.d $t1, $t0, $a4
    bnez $t1, L5
    st.d $a5, $a1, 0
L3:
    b L6
    .word 2752528
L4:
    b L0
L6:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbne_load_cbne_store_release:
    move $a6, $a0
    ori $a0, $zero, 2
    bltz $a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $a7, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a7, $a7, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a7, $a7, $tp
    ld.d $a7, $a7, 0
    pcalau12i $t0, %pc_hi20(L1)
    addi.d $t0, $t0, %pc_lo12(L1)
    st.d $t0, $a7, 8
L2:
    ld.w $t0, $a7, 4
    addi.w $t1, $a6, 0
    bne $t0, $t1, L4
    ld.d $t0, $a1, 0
    sub.d $t1, $t0, $a3
    bnez $t1, L5
    ld.d $t0, $a2, 0
    sub.d $t1, $t0, $a4
    bnez $t1, L5
    dbar 18
    st.d $a5, $a1, 0
L3:
    b L6
    .word 2752528
L4:
    b L0
L6:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbne_memcpy_store:
    move $a7, $a0
    ori $a0, $zero, 2
    bltz $a7, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $t0, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $t0, $t0, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $t0, $t0, $tp
    ld.d $t0, $t0, 0
    pcalau12i $t1, %pc_hi20(L1)
    addi.d $t1, $t1, %pc_lo12(L1)
    st.d $t1, $t0, 8
L2:
    ld.w $t1, $t0, 4
    addi.w $t2, $a7, 0
    bne $t1, $t2, L4
    ld.d $t1, $a1, 0
    sub.d $t2, $t1, $a4
    bnez $t2, L5
    beqz $a5, L6
L7:
    ld.bu $t1, $a3, 0
    st.b $t1, $a2, 0
    addi.d $a3, $a3, 1
    addi.d $a2, $a2, 1
    addi.d $a5, $a5, -1
    bnez $a5, L7
L6:
    st.d $a6, $a1, 0
L3:
    b L8
    .word 2752528
L4:
    b L0
L8:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbne_memcpy_store_release:
    move $a7, $a0
    ori $a0, $zero, 2
    bltz $a7, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $t0, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $t0, $t0, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $t0, $t0, $tp
    ld.d $t0, $t0, 0
    pcalau12i $t1, %pc_hi20(L1)
    addi.d $t1, $t1, %pc_lo12(L1)
    st.d $t1, $t0, 8
L2:
    ld.w $t1, $t0, 4
    addi.w $t2, $a7, 0
    bne $t1, $t2, L4
    ld.d $t1, $a1, 0
    sub.d $t2, $t1, $a4
    bnez $t2, L5
    beqz $a5, L6
L7:
    ld.bu $t1, $a3, 0
    st.b $t1, $a2, 0
    addi.d $a3, $a3, 1
    addi.d $a2, $a2, 1
    addi.d $a5, $a5, -1
    bnez $a5, L7
L6:
    dbar 18
    st.d $a6, $a1, 0
L3:
    b L8
    .word 2752528
L4:
    b L0
L8:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbne_store:
    move $a4, $a0
    ori $a0, $zero, 2
    bltz $a4, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L1)
    addi.d $a6, $a6, %pc_lo12(L1)
    st.d $a6, $a5, 8
L2:
    ld.w $a6, $a5, 4
    addi.w $a7, $a4, 0
    bne $a6, $a7, L4
    ld.d $a6, $a1, 0
    sub.d $a7, $a6, $a2
    bnez $a7, L5
    st.d $a3, $a1, 0
L3:
    b L6
    .word 2752528
L4:
    b L0
L6:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbne_store_release:
    move $a4, $a0
    ori $a0, $zero, 2
    bltz $a4, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $a5, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a5, $a5, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a5, $a5, $tp
    ld.d $a5, $a5, 0
    pcalau12i $a6, %pc_hi20(L1)
    addi.d $a6, $a6, %pc_lo12(L1)
    st.d $a6, $a5, 8
L2:
    ld.w $a6, $a5, 4
    addi.w $a7, $a4, 0
    bne $a6, $a7, L4
    ld.d $a6, $a1, 0
    sub.d $a7, $a6, $a2
    bnez $a7, L5
    dbar 18
    st.d $a3, $a1, 0
L3:
    b L6
    .word 2752528
L4:
    b L0
L6:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbne_store_store:
    move $a6, $a0
    ori $a0, $zero, 2
    bltz $a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $a7, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a7, $a7, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a7, $a7, $tp
    ld.d $a7, $a7, 0
    pcalau12i $t0, %pc_hi20(L1)
    addi.d $t0, $t0, %pc_lo12(L1)
    st.d $t0, $a7, 8
L2:
    ld.w $t0, $a7, 4
    addi.w $t1, $a6, 0
    bne $t0, $t1, L4
    ld.d $t0, $a1, 0
    sub.d $t1, $t0, $a3
    bnez $t1, L5
    st.d $a4, $a2, 0
    st.d $a5, $a1, 0
L3:
    b L6
    .word 2752528
L4:
    b L0
L6:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_cpu_id_load_cbne_store_store_release:
    move $a6, $a0
    ori $a0, $zero, 2
    bltz $a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L5
    .text
    pcalau12i $a7, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a7, $a7, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a7, $a7, $tp
    ld.d $a7, $a7, 0
    pcalau12i $t0, %pc_hi20(L1)
    addi.d $t0, $t0, %pc_lo12(L1)
    st.d $t0, $a7, 8
L2:
    ld.w $t0, $a7, 4
    addi.w $t1, $a6, 0
    bne $t0, $t1, L4
    ld.d $t0, $a1, 0
    sub.d $t1, $t0, $a3
    bnez $t1, L5
    st.d $a4, $a2, 0
    dbar 18
    st.d $a5, $a1, 0
L3:
    b L6
    .word 2752528
L4:
    b L0
L6:
    move $a0, $zero
L0:
    ret
L5:
    ori $a0, $zero, 1
    b L0

on_mm_cid_load_add_store:
    move $a3, $a0
    ori $a0, $zero, 2
    bltz $a3, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .dword L2
    .dword L3-L2
    .dword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .dword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .dword L2
    .dword L0
    .text
    pcalau12i $a4, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a4, $a4, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a4, $a4, $tp
    ld.d $a4, $a4, 8
    pcalau12i $a5, %pc_hi20(L1)
    addi.d $a5, $a5, %pc_lo12(L1)
    st.d $a5, $a4, 8
L2:
    ld.w $a5, $a4, 4
    bltz $a5, L4
    ld.w $a5, $a4, 24
    addi.w $a6, $a3, 0
    bne $a5, $a6, L4
    ld.d $a5, $a1, 0
    add.d $a5, $a5, $a2
    st.d $a5, $a1, 0
L3:
    b L5
    .word 2752528
L4:
    b L0
L5:
    move $a0, $zero
L0:
    ret

thread_area_cpu_id:
    pcalau12i $a0, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a0, $a0, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a0, $a0, $tp
    ld.d $a0, $a0, 0
    ret

thread_area_mm_cid:
    pcalau12i $a0, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a0, $a0, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a0, $a0, $tp
    ld.d $a0, $a0, 8
    ret

thread_block:
    pcalau12i $a0, %ie_pc_hi20(__perseq_core_0_1_block)
    ld.d $a0, $a0, %ie_pc_lo12(__perseq_core_0_1_block)
    add.d $a0, $a0, $tp
    ret

thread_pointer:
    move $a0, $tp
    ret

