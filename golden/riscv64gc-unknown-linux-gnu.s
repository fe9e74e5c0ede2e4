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
    .quad __rseq_offset
    .quad __rseq_size
    .quad dlopen
    .quad dladdr

guarded_cpu_id_array_pop:
    mv a2, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a3, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a3, %pcrel_lo(L7)(a3)
    add a3, a3, tp
    ld a3, 0(a3)
L8:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L8)
    sd a4, 8(a3)
L1:
    lw a5, 4(a3)
    bltz a5, L3
    slli a5, a5, 18
    add a2, a2, a5
    bltz a2, L3
    ld a4, 0(a2)
    fence r, rw
    bnez a4, L6
    ld a4, 16(a2)
    beqz a4, L5
    addi a4, a4, -1
    slli a5, a4, 3
    add a5, a5, a2
    ld a5, 24(a5)
    sd a5, 0(a1)
    sd a4, 16(a2)
L2:
    j L9
    .p2align 2
    .word 4047507571
L3:
    j L4
L9:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_array_pop_batch:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a7, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a7, %pcrel_lo(L7)(a7)
    add a7, a7, tp
    ld a7, 0(a7)
L8:
    auipc t0, %pcrel_hi(L0)
    addi t0, t0, %pcrel_lo(L8)
    sd t0, 8(a7)
L1:
    lw t1, 4(a7)
    bltz t1, L3
    slli t1, t1, 18
    add a6, a6, t1
    bltz a6, L3
    ld t0, 0(a6)
    fence r, rw
    bnez t0, L6
    ld t0, 16(a6)
    bltu t0, a3, L5
    add t0, t0, a4
    slli t0, t0, 3
    add t0, t0, a6
    addi t0, t0, 24
    mv a2, t0
    beqz a5, L9
L10:
    lbu t0, 0(a2)
    sb t0, 0(a1)
    addi a2, a2, 1
    addi a1, a1, 1
    addi a5, a5, -1
    bnez a5, L10
L9:
    ld t0, 16(a6)
    add t0, t0, a4
    sd t0, 16(a6)
L2:
    j L11
    .p2align 2
    .word 4047507571
L3:
    j L4
L11:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_array_pop_open:
    mv a2, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a3, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a3, %pcrel_lo(L6)(a3)
    add a3, a3, tp
    ld a3, 0(a3)
L7:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L7)
    sd a4, 8(a3)
L1:
    lw a5, 4(a3)
    bltz a5, L3
    slli a5, a5, 18
    add a2, a2, a5
    bltz a2, L3
    ld a5, 8(a2)
    fence r, rw
    ld a4, 16(a2)
    addi a4, a4, -1
    bgeu a4, a5, L5
    slli a5, a4, 3
    add a5, a5, a2
    ld a5, 24(a5)
    sd a5, 0(a1)
    sd a4, 16(a2)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

guarded_cpu_id_array_push:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L7)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L8:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L8)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    fence r, rw
    bnez a5, L6
    ld a5, 16(a6)
    beq a5, a2, L5
    slli a3, a5, 3
    add a3, a3, a6
    sd a1, 24(a3)
    addi a5, a5, 1
    sd a5, 16(a6)
L2:
    j L9
    .p2align 2
    .word 4047507571
L3:
    j L4
L9:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_array_push_batch:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a7, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a7, %pcrel_lo(L7)(a7)
    add a7, a7, tp
    ld a7, 0(a7)
L8:
    auipc t0, %pcrel_hi(L0)
    addi t0, t0, %pcrel_lo(L8)
    sd t0, 8(a7)
L1:
    lw t1, 4(a7)
    bltz t1, L3
    slli t1, t1, 18
    add a6, a6, t1
    bltz a6, L3
    ld t0, 0(a6)
    fence r, rw
    bnez t0, L6
    ld t0, 16(a6)
    bltu a4, t0, L5
    slli t0, t0, 3
    add t0, t0, a6
    addi t0, t0, 24
    mv a2, t0
    beqz a5, L9
L10:
    lbu t0, 0(a1)
    sb t0, 0(a2)
    addi a1, a1, 1
    addi a2, a2, 1
    addi a5, a5, -1
    bnez a5, L10
L9:
    ld t0, 16(a6)
    add t0, t0, a3
    sd t0, 16(a6)
L2:
    j L11
    .p2align 2
    .word 4047507571
L3:
    j L4
L11:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_array_push_open:
    mv a2, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a3, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a3, %pcrel_lo(L6)(a3)
    add a3, a3, tp
    ld a3, 0(a3)
L7:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L7)
    sd a4, 8(a3)
L1:
    lw a5, 4(a3)
    bltz a5, L3
    slli a5, a5, 18
    add a2, a2, a5
    bltz a2, L3
    ld a5, 8(a2)
    fence r, rw
    ld a4, 16(a2)
    bgeu a4, a5, L5
    slli a5, a4, 3
    add a5, a5, a2
    sd a1, 24(a5)
    addi a4, a4, 1
    sd a4, 16(a2)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

guarded_cpu_id_flag_set:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L6)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L7:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L7)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    fence r, rw
    bnez a5, L5
    sd a6, 0(a1)
    sd a2, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 3
    j L4

guarded_cpu_id_list_pop:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L7)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L8:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L8)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    fence r, rw
    bnez a5, L6
    ld a5, 8(a6)
    beqz a5, L5
    sd a5, 0(a1)
    add a5, a5, a2
    ld a5, 0(a5)
    sd a5, 8(a6)
L2:
    j L9
    .p2align 2
    .word 4047507571
L3:
    j L4
L9:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_list_push:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L6)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L7:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L7)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    fence r, rw
    bnez a5, L5
    ld a5, 8(a6)
    sd a5, 0(a1)
    sd a2, 8(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 3
    j L4

guarded_cpu_id_lock_acquire:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L7)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L8:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L8)
    sd a4, 8(a5)
L1:
    lw a7, 4(a5)
    bltz a7, L3
    slli a7, a7, 18
    add a6, a6, a7
    bltz a6, L3
    ld a4, 0(a6)
    fence r, rw
    bnez a4, L6
    ld a4, 8(a6)
    bne a4, a2, L5
    sd a6, 0(a1)
    sd a3, 8(a6)
L2:
    j L9
    .p2align 2
    .word 4047507571
L3:
    j L4
L9:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_queue_pop:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L7)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L8:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L8)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    fence r, rw
    bnez a5, L6
    ld a5, 16(a6)
    ld a3, 8(a6)
    sub a5, a5, a3
    beqz a5, L5
    ld a5, 8(a6)
    and a5, a5, a2
    slli a3, a5, 3
    add a3, a3, a6
    ld a5, 24(a3)
    sd a5, 0(a1)
    ld a5, 8(a6)
    addi a5, a5, 1
    sd a5, 8(a6)
L2:
    j L9
    .p2align 2
    .word 4047507571
L3:
    j L4
L9:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_queue_push:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L7)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L8:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L8)
    sd a4, 8(a5)
L1:
    lw a7, 4(a5)
    bltz a7, L3
    slli a7, a7, 18
    add a6, a6, a7
    bltz a6, L3
    ld a4, 0(a6)
    fence r, rw
    bnez a4, L6
    ld a4, 16(a6)
    ld a7, 8(a6)
    sub a4, a4, a7
    beq a4, a2, L5
    ld a4, 16(a6)
    and a4, a4, a3
    slli a7, a4, 3
    add a7, a7, a6
    sd a1, 24(a7)
    ld a4, 16(a6)
    addi a4, a4, 1
    fence rw, w
    sd a4, 16(a6)
L2:
    j L9
    .p2align 2
    .word 4047507571
L3:
    j L4
L9:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_ring_discard:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L7)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L8:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L8)
    sd a4, 8(a5)
L1:
    lw a7, 4(a5)
    bltz a7, L3
    slli a7, a7, 18
    add a6, a6, a7
    bltz a6, L3
    ld a4, 0(a6)
    fence r, rw
    bnez a4, L6
    ld a4, 16(a6)
    bne a4, a1, L5
    add a4, a4, a6
    bne a4, a2, L5
    sd a3, 16(a6)
L2:
    j L9
    .p2align 2
    .word 4047507571
L3:
    j L4
L9:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_ring_pad:
    mv a7, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc t0, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld t0, %pcrel_lo(L7)(t0)
    add t0, t0, tp
    ld t0, 0(t0)
L8:
    auipc t1, %pcrel_hi(L0)
    addi t1, t1, %pcrel_lo(L8)
    sd t1, 8(t0)
L1:
    lw t2, 4(t0)
    bltz t2, L3
    slli t2, t2, 18
    add a7, a7, t2
    bltz a7, L3
    ld t1, 0(a7)
    fence r, rw
    bnez t1, L6
    ld t1, 8(a7)
    bne t1, a2, L5
    ld t2, 16(a7)
    sub t1, t1, t2
    bltu a3, t1, L5
    ld t1, 8(a7)
    and t1, t1, a4
    add t1, t1, a7
    addi t1, t1, 64
    mv a1, t1
    sd a5, 0(a1)
    fence rw, w
    sd a6, 8(a7)
L2:
    j L9
    .p2align 2
    .word 4047507571
L3:
    j L4
L9:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

guarded_cpu_id_ring_write:
    mv a7, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L7:
    auipc t0, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld t0, %pcrel_lo(L7)(t0)
    add t0, t0, tp
    ld t0, 0(t0)
L8:
    auipc t1, %pcrel_hi(L0)
    addi t1, t1, %pcrel_lo(L8)
    sd t1, 8(t0)
L1:
    lw t2, 4(t0)
    bltz t2, L3
    slli t2, t2, 18
    add a7, a7, t2
    bltz a7, L3
    ld t1, 0(a7)
    fence r, rw
    bnez t1, L6
    ld t1, 8(a7)
    ld t2, 16(a7)
    sub t1, t1, t2
    bltu a5, t1, L5
    ld t1, 8(a7)
    and t1, t1, a6
    bltu a5, t1, L5
    add t1, t1, a7
    addi t1, t1, 64
    mv a2, t1
    sd a3, 0(a2)
    addi t1, t1, 8
    mv a2, t1
    beqz a3, L9
L10:
    lbu t1, 0(a1)
    sb t1, 0(a2)
    addi a1, a1, 1
    addi a2, a2, 1
    addi a3, a3, -1
    bnez a3, L10
L9:
    ld t1, 8(a7)
    add t1, t1, a4
    fence rw, w
    sd t1, 8(a7)
L2:
    j L11
    .p2align 2
    .word 4047507571
L3:
    j L4
L11:
    li a0, 0
L4:
    ret
L6:
    li a0, 3
    j L4
L5:
    li a0, 1
    j L4

here_cpu_id_add:
    mv a2, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L5:
    auipc a3, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a3, %pcrel_lo(L5)(a3)
    add a3, a3, tp
    ld a3, 0(a3)
L6:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L6)
    sd a4, 8(a3)
L1:
    lw a5, 4(a3)
    bltz a5, L3
    slli a5, a5, 18
    add a2, a2, a5
    bltz a2, L3
    ld a4, 0(a2)
    add a4, a4, a1
    sd a4, 0(a2)
L2:
    j L7
    .p2align 2
    .word 4047507571
L3:
    j L4
L7:
    li a0, 0
L4:
    ret

here_cpu_id_load_add_load_load_add_store:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L5:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L5)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L6:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L6)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    add a5, a5, a1
    ld a5, 0(a5)
    ld a3, 0(a5)
    add a3, a3, a2
    sd a3, 0(a5)
L2:
    j L7
    .p2align 2
    .word 4047507571
L3:
    j L4
L7:
    li a0, 0
L4:
    ret

here_cpu_id_load_add_load_load_add_store_release:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L5:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L5)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L6:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L6)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    add a5, a5, a1
    ld a5, 0(a5)
    ld a3, 0(a5)
    add a3, a3, a2
    fence rw, w
    sd a3, 0(a5)
L2:
    j L7
    .p2align 2
    .word 4047507571
L3:
    j L4
L7:
    li a0, 0
L4:
    ret

here_cpu_id_load_add_store:
    mv a2, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L5:
    auipc a3, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a3, %pcrel_lo(L5)(a3)
    add a3, a3, tp
    ld a3, 0(a3)
L6:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L6)
    sd a4, 8(a3)
L1:
    lw a5, 4(a3)
    bltz a5, L3
    slli a5, a5, 18
    add a2, a2, a5
    bltz a2, L3
    ld a4, 0(a2)
    add a4, a4, a1
    sd a4, 0(a2)
L2:
    j L7
    .p2align 2
    .word 4047507571
L3:
    j L4
L7:
    li a0, 0
L4:
    ret

here_cpu_id_load_add_store_release:
    mv a2, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L5:
    auipc a3, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a3, %pcrel_lo(L5)(a3)
    add a3, a3, tp
    ld a3, 0(a3)
L6:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L6)
    sd a4, 8(a3)
L1:
    lw a5, 4(a3)
    bltz a5, L3
    slli a5, a5, 18
    add a2, a2, a5
    bltz a2, L3
    ld a4, 0(a2)
    add a4, a4, a1
    fence rw, w
    sd a4, 0(a2)
L2:
    j L7
    .p2align 2
    .word 4047507571
L3:
    j L4
L7:
    li a0, 0
L4:
    ret

here_cpu_id_load_cbeq_store_add_load_store:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L7)
    sd a4, 8(a5)
L1:
    lw a7, 4(a5)
    bltz a7, L3
    slli a7, a7, 18
    add a6, a6, a7
    bltz a6, L3
    ld a4, 0(a6)
    beq a4, a2, L5
    sd a4, 0(a1)
    add a4, a4, a3
    ld a4, 0(a4)
    sd a4, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbeq_store_add_load_store_release:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L7)
    sd a4, 8(a5)
L1:
    lw a7, 4(a5)
    bltz a7, L3
    slli a7, a7, 18
    add a6, a6, a7
    bltz a6, L3
    ld a4, 0(a6)
    beq a4, a2, L5
    sd a4, 0(a1)
    add a4, a4, a3
    ld a4, 0(a4)
    fence rw, w
    sd a4, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbne_load_cbne_store:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a7, %pcrel_hi(L0)
    addi a7, a7, %pcrel_lo(L7)
    sd a7, 8(a5)
L1:
    lw t0, 4(a5)
    bltz t0, L3
    slli t0, t0, 18
    add a6, a6, t0
    bltz a6, L3
    add a1, a1, t0
    bltz a1, L3
    ld a7, 0(a6)
    bne a7, a2, L5
    ld a7, 0(a1)
    bne a7, a3, L5
    sd a4, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbne_load_cbne_store_release:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a7, %pcrel_hi(L0)
    addi a7, a7, %pcrel_lo(L7)
    sd a7, 8(a5)
L1:
    lw t0, 4(a5)
    bltz t0, L3
    slli t0, t0, 18
    add a6, a6, t0
    bltz a6, L3
    add a1, a1, t0
    bltz a1, L3
    ld a7, 0(a6)
    bne a7, a2, L5
    ld a7, 0(a1)
    bne a7, a3, L5
    fence rw, w
    sd a4, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbne_memcpy_store:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a7, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a7, %pcrel_lo(L6)(a7)
    add a7, a7, tp
    ld a7, 0(a7)
L7:
    auipc t0, %pcrel_hi(L0)
    addi t0, t0, %pcrel_lo(L7)
    sd t0, 8(a7)
L1:
    lw t1, 4(a7)
    bltz t1, L3
    slli t1, t1, 18
    add a6, a6, t1
    bltz a6, L3
    add a1, a1, t1
    bltz a1, L3
    ld t0, 0(a6)
    bne t0, a3, L5
    beqz a4, L8
L9:
    lbu t0, 0(a2)
    sb t0, 0(a1)
    addi a2, a2, 1
    addi a1, a1, 1
    addi a4, a4, -1
    bnez a4, L9
L8:
    sd a5, 0(a6)
L2:
    j L10
    .p2align 2
    .word 4047507571
L3:
    j L4
L10:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbne_memcpy_store_release:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a7, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a7, %pcrel_lo(L6)(a7)
    add a7, a7, tp
    ld a7, 0(a7)
L7:
    auipc t0, %pcrel_hi(L0)
    addi t0, t0, %pcrel_lo(L7)
    sd t0, 8(a7)
L1:
    lw t1, 4(a7)
    bltz t1, L3
    slli t1, t1, 18
    add a6, a6, t1
    bltz a6, L3
    add a1, a1, t1
    bltz a1, L3
    ld t0, 0(a6)
    bne t0, a3, L5
    beqz a4, L8
L9:
    lbu t0, 0(a2)
    sb t0, 0(a1)
    addi a2, a2, 1
    addi a1, a1, 1
    addi a4, a4, -1
    bnez a4, L9
L8:
    fence rw, w
    sd a5, 0(a6)
L2:
    j L10
    .p2align 2
    .word 4047507571
L3:
    j L4
L10:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbne_store:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L6)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L7:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L7)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    bne a5, a1, L5
    sd a2, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbne_store_release:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L6)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L7:
    auipc a5, %pcrel_hi(L0)
    addi a5, a5, %pcrel_lo(L7)
    sd a5, 8(a4)
L1:
    lw a3, 4(a4)
    bltz a3, L3
    slli a3, a3, 18
    add a6, a6, a3
    bltz a6, L3
    ld a5, 0(a6)
    bne a5, a1, L5
    fence rw, w
    sd a2, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbne_store_store:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a7, %pcrel_hi(L0)
    addi a7, a7, %pcrel_lo(L7)
    sd a7, 8(a5)
L1:
    lw t0, 4(a5)
    bltz t0, L3
    slli t0, t0, 18
    add a6, a6, t0
    bltz a6, L3
    add a1, a1, t0
    bltz a1, L3
    ld a7, 0(a6)
    bne a7, a2, L5
    sd a3, 0(a1)
    sd a4, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_cpu_id_load_cbne_store_store_release:
    mv a6, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a7, %pcrel_hi(L0)
    addi a7, a7, %pcrel_lo(L7)
    sd a7, 8(a5)
L1:
    lw t0, 4(a5)
    bltz t0, L3
    slli t0, t0, 18
    add a6, a6, t0
    bltz a6, L3
    add a1, a1, t0
    bltz a1, L3
    ld a7, 0(a6)
    bne a7, a2, L5
    sd a3, 0(a1)
    fence rw, w
    sd a4, 0(a6)
L2:
    j L8
    .p2align 2
    .word 4047507571
L3:
    j L4
L8:
    li a0, 0
L4:
    ret
L5:
    li a0, 1
    j L4

here_mm_cid_add:
    mv a2, a0
    li a0, 2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
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
L5:
    auipc a3, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a3, %pcrel_lo(L5)(a3)
    add a3, a3, tp
    ld a3, 8(a3)
L6:
    auipc a4, %pcrel_hi(L0)
    addi a4, a4, %pcrel_lo(L6)
    sd a4, 8(a3)
L1:
    lw a4, 4(a3)
    bltz a4, L3
    lw a5, 24(a3)
    bltz a5, L3
    slli a5, a5, 18
    add a2, a2, a5
    bltz a2, L3
    ld a4, 0(a2)
    add a4, a4, a1
    sd a4, 0(a2)
L2:
    j L7
    .p2align 2
    .word 4047507571
L3:
    j L4
L7:
    li a0, 0
L4:
    ret

on_cpu_id_load_add_load_load_add_store:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L5:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L5)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L6:
    auipc a4, %pcrel_hi(L1)
    addi a4, a4, %pcrel_lo(L6)
    sd a4, 8(a5)
L2:
    lw a4, 4(a5)
    sext.w a7, a6
    bne a4, a7, L4
    ld a4, 0(a1)
    add a4, a4, a2
    ld a4, 0(a4)
    ld a7, 0(a4)
    add a7, a7, a3
    sd a7, 0(a4)
L3:
    j L7
    .p2align 2
    .word 4047507571
L4:
    j L0
L7:
    li a0, 0
L0:
    ret

on_cpu_id_load_add_load_load_add_store_release:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L5:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L5)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L6:
    auipc a4, %pcrel_hi(L1)
    addi a4, a4, %pcrel_lo(L6)
    sd a4, 8(a5)
L2:
    lw a4, 4(a5)
    sext.w a7, a6
    bne a4, a7, L4
    ld a4, 0(a1)
    add a4, a4, a2
    ld a4, 0(a4)
    ld a7, 0(a4)
    add a7, a7, a3
    fence rw, w
    sd a7, 0(a4)
L3:
    j L7
    .p2align 2
    .word 4047507571
L4:
    j L0
L7:
    li a0, 0
L0:
    ret

on_cpu_id_load_add_store:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L5:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L5)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L6:
    auipc a5, %pcrel_hi(L1)
    addi a5, a5, %pcrel_lo(L6)
    sd a5, 8(a4)
L2:
    lw a5, 4(a4)
    sext.w a3, a6
    bne a5, a3, L4
    ld a5, 0(a1)
    add a5, a5, a2
    sd a5, 0(a1)
L3:
    j L7
    .p2align 2
    .word 4047507571
L4:
    j L0
L7:
    li a0, 0
L0:
    ret

on_cpu_id_load_add_store_release:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L5:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L5)(a4)
    add a4, a4, tp
    ld a4, 0(a4)
L6:
    auipc a5, %pcrel_hi(L1)
    addi a5, a5, %pcrel_lo(L6)
    sd a5, 8(a4)
L2:
    lw a5, 4(a4)
    sext.w a3, a6
    bne a5, a3, L4
    ld a5, 0(a1)
    add a5, a5, a2
    fence rw, w
    sd a5, 0(a1)
L3:
    j L7
    .p2align 2
    .word 4047507571
L4:
    j L0
L7:
    li a0, 0
L0:
    ret

on_cpu_id_load_cbeq_store_add_load_store:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a7, %pcrel_hi(L1)
    addi a7, a7, %pcrel_lo(L7)
    sd a7, 8(a5)
L2:
    lw a7, 4(a5)
    sext.w t0, a6
    bne a7, t0, L4
    ld a7, 0(a1)
    beq a7, a3, L5
    sd a7, 0(a2)
    add a7, a7, a4
    ld a7, 0(a7)
    sd a7, 0(a1)
L3:
    j L8
    .p2align 2
    .word 4047507571
L4:
    j L0
L8:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbeq_store_add_load_store_release:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a7, %pcrel_hi(L1)
    addi a7, a7, %pcrel_lo(L7)
    sd a7, 8(a5)
L2:
    lw a7, 4(a5)
    sext.w t0, a6
    bne a7, t0, L4
    ld a7, 0(a1)
    beq a7, a3, L5
    sd a7, 0(a2)
    add a7, a7, a4
    ld a7, 0(a7)
    fence rw, w
    sd a7, 0(a1)
L3:
    j L8
    .p2align 2
    .word 4047507571
L4:
    j L0
L8:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbne_load_cbne_store:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc a7, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a7, %pcrel_lo(L6)(a7)
    add a7, a7, tp
    ld a7, 0(a7)
L7:
    auipc t0, %pcrel_hi(L1)
    addi t0, t0, %pcrel_lo(L7)
    sd t0, 8(a7)
L2:
    lw t0, 4(a7)
    sext.w t1, a6
    bne t0, t1, L4
    ld t0, 0(a1)
    bne t0, a3, L5
    ld t0, 0(a2)
    bne t0, a4, L5
    sd a5, 0(a1)
L3:
    j L8
    .p2align 2
    .word 4047507571
L4:
    j L0
L8:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbne_load_cbne_store_release:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc a7, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a7, %pcrel_lo(L6)(a7)
    add a7, a7, tp
    ld a7, 0(a7)
L7:
    auipc t0, %pcrel_hi(L1)
    addi t0, t0, %pcrel_lo(L7)
    sd t0, 8(a7)
L2:
    lw t0, 4(a7)
    sext.w t1, a6
    bne t0, t1, L4
    ld t0, 0(a1)
    bne t0, a3, L5
    ld t0, 0(a2)
    bne t0, a4, L5
    fence rw, w
    sd a5, 0(a1)
L3:
    j L8
    .p2align 2
    .word 4047507571
L4:
    j L0
L8:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbne_memcpy_store:
    mv a7, a0
    li a0, 2
    bltz a7, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc t0, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld t0, %pcrel_lo(L6)(t0)
    add t0, t0, tp
    ld t0, 0(t0)
L7:
    auipc t1, %pcrel_hi(L1)
    addi t1, t1, %pcrel_lo(L7)
    sd t1, 8(t0)
L2:
    lw t1, 4(t0)
    sext.w t2, a7
    bne t1, t2, L4
    ld t1, 0(a1)
    bne t1, a4, L5
    beqz a5, L8
L9:
    lbu t1, 0(a3)
    sb t1, 0(a2)
    addi a3, a3, 1
    addi a2, a2, 1
    addi a5, a5, -1
    bnez a5, L9
L8:
    sd a6, 0(a1)
L3:
    j L10
    .p2align 2
    .word 4047507571
L4:
    j L0
L10:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbne_memcpy_store_release:
    mv a7, a0
    li a0, 2
    bltz a7, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc t0, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld t0, %pcrel_lo(L6)(t0)
    add t0, t0, tp
    ld t0, 0(t0)
L7:
    auipc t1, %pcrel_hi(L1)
    addi t1, t1, %pcrel_lo(L7)
    sd t1, 8(t0)
L2:
    lw t1, 4(t0)
    sext.w t2, a7
    bne t1, t2, L4
    ld t1, 0(a1)
    bne t1, a4, L5
    beqz a5, L8
L9:
    lbu t1, 0(a3)
    sb t1, 0(a2)
    addi a3, a3, 1
    addi a2, a2, 1
    addi a5, a5, -1
    bnez a5, L9
L8:
    fence rw, w
    sd a6, 0(a1)
L3:
    j L10
    .p2align 2
    .word 4047507571
L4:
    j L0
L10:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbne_store:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a4, %pcrel_hi(L1)
    addi a4, a4, %pcrel_lo(L7)
    sd a4, 8(a5)
L2:
    lw a4, 4(a5)
    sext.w a7, a6
    bne a4, a7, L4
    ld a4, 0(a1)
    bne a4, a2, L5
    sd a3, 0(a1)
L3:
    j L8
    .p2align 2
    .word 4047507571
L4:
    j L0
L8:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbne_store_release:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc a5, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a5, %pcrel_lo(L6)(a5)
    add a5, a5, tp
    ld a5, 0(a5)
L7:
    auipc a4, %pcrel_hi(L1)
    addi a4, a4, %pcrel_lo(L7)
    sd a4, 8(a5)
L2:
    lw a4, 4(a5)
    sext.w a7, a6
    bne a4, a7, L4
    ld a4, 0(a1)
    bne a4, a2, L5
    fence rw, w
    sd a3, 0(a1)
L3:
    j L8
    .p2align 2
    .word 4047507571
L4:
    j L0
L8:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbne_store_store:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc a7, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a7, %pcrel_lo(L6)(a7)
    add a7, a7, tp
    ld a7, 0(a7)
L7:
    auipc t0, %pcrel_hi(L1)
    addi t0, t0, %pcrel_lo(L7)
    sd t0, 8(a7)
L2:
    lw t0, 4(a7)
    sext.w t1, a6
    bne t0, t1, L4
    ld t0, 0(a1)
    bne t0, a3, L5
    sd a4, 0(a2)
    sd a5, 0(a1)
L3:
    j L8
    .p2align 2
    .word 4047507571
L4:
    j L0
L8:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_cpu_id_load_cbne_store_store_release:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L6:
    auipc a7, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a7, %pcrel_lo(L6)(a7)
    add a7, a7, tp
    ld a7, 0(a7)
L7:
    auipc t0, %pcrel_hi(L1)
    addi t0, t0, %pcrel_lo(L7)
    sd t0, 8(a7)
L2:
    lw t0, 4(a7)
    sext.w t1, a6
    bne t0, t1, L4
    ld t0, 0(a1)
    bne t0, a3, L5
    sd a4, 0(a2)
    fence rw, w
    sd a5, 0(a1)
L3:
    j L8
    .p2align 2
    .word 4047507571
L4:
    j L0
L8:
    li a0, 0
L0:
    ret
L5:
    li a0, 1
    j L0

on_mm_cid_load_add_store:
    mv a6, a0
    li a0, 2
    bltz a6, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
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
L5:
    auipc a4, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a4, %pcrel_lo(L5)(a4)
    add a4, a4, tp
    ld a4, 8(a4)
L6:
    auipc a5, %pcrel_hi(L1)
    addi a5, a5, %pcrel_lo(L6)
    sd a5, 8(a4)
L2:
    lw a5, 4(a4)
    bltz a5, L4
    lw a5, 24(a4)
    sext.w a3, a6
    bne a5, a3, L4
    ld a5, 0(a1)
    add a5, a5, a2
    sd a5, 0(a1)
L3:
    j L7
    .p2align 2
    .word 4047507571
L4:
    j L0
L7:
    li a0, 0
L0:
    ret

thread_area_cpu_id:
L0:
    auipc a0, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a0, %pcrel_lo(L0)(a0)
    add a0, a0, tp
    ld a0, 0(a0)
    ret

thread_area_mm_cid:
L0:
    auipc a0, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a0, %pcrel_lo(L0)(a0)
    add a0, a0, tp
    ld a0, 8(a0)
    ret

thread_block:
L0:
    auipc a0, %tls_ie_pcrel_hi(__perseq_core_0_1_block)
    ld a0, %pcrel_lo(L0)(a0)
    add a0, a0, tp
    ret

thread_pointer:
    mv a0, tp
    ret

