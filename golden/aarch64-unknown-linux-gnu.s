.section .tdata.perseq,"awT",@progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 48
__perseq_core_0_1_block:
    .xword _RNvNt…11perseq_core6thread12UNREGISTERED
    .xword _RNvNt…11perseq_core6thread12UNREGISTERED
    .zero 32

.section .init_array,"aw",@init_array
    .p2align 3, 0x0
    .xword _RNvNtNt…11perseq_core6thread4load7on_load

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
    .xword __rseq_offset
    .xword __rseq_size
    .xword dlopen
    .xword dladdr

guarded_cpu_id_array_pop:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #16]
    cbz x10, L5
    sub x10, x10, #1
    add x11, x8, x10, lsl #3
    ldr x11, [x11, #24]
    str x11, [x1]
    str x10, [x8, #16]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_array_pop_batch:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #16]
    cmp x10, x3
    b.lo L5
    add x10, x10, x4
    add x10, x8, x10, lsl #3
    add x10, x10, #24
    mov x2, x10
    subs x5, x5, #8
    b.lo L7
L8:
    ldr x10, [x2], #8
    str x10, [x1], #8
    subs x5, x5, #8
    b.hs L8
L7:
    adds x5, x5, #8
    b.eq L9
L10:
    ldrb w10, [x2], #1
    strb w10, [x1], #1
    subs x5, x5, #1
    b.ne L10
L9:
    ldr x10, [x8, #16]
    add x10, x10, x4
    str x10, [x8, #16]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_array_pop_open:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    add x11, x8, #8
    ldar x11, [x11]
    ldr x10, [x8, #16]
    sub x10, x10, #1
    cmp x10, x11
    b.hs L5
    add x11, x8, x10, lsl #3
    ldr x11, [x11, #24]
    str x11, [x1]
    str x10, [x8, #16]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

guarded_cpu_id_array_push:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #16]
    cmp x10, x2
    b.eq L5
    add x11, x8, x10, lsl #3
    str x1, [x11, #24]
    add x10, x10, #1
    str x10, [x8, #16]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_array_push_batch:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #16]
    cmp x10, x4
    b.hi L5
    add x10, x8, x10, lsl #3
    add x10, x10, #24
    mov x2, x10
    subs x5, x5, #8
    b.lo L7
L8:
    ldr x10, [x1], #8
    str x10, [x2], #8
    subs x5, x5, #8
    b.hs L8
L7:
    adds x5, x5, #8
    b.eq L9
L10:
    ldrb w10, [x1], #1
    strb w10, [x2], #1
    subs x5, x5, #1
    b.ne L10
L9:
    ldr x10, [x8, #16]
    add x10, x10, x3
    str x10, [x8, #16]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_array_push_open:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    add x11, x8, #8
    ldar x11, [x11]
    ldr x10, [x8, #16]
    cmp x10, x11
    b.hs L5
    add x11, x8, x10, lsl #3
    str x1, [x11, #24]
    add x10, x10, #1
    str x10, [x8, #16]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

guarded_cpu_id_flag_set:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L5
    str x8, [x1]
    str x2, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #3
    b L4

guarded_cpu_id_list_pop:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #8]
    cbz x10, L5
    str x10, [x1]
    ldr x10, [x10, x2]
    str x10, [x8, #8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_list_push:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L5
    ldr x10, [x8, #8]
    str x10, [x1]
    str x2, [x8, #8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #3
    b L4

guarded_cpu_id_lock_acquire:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #8]
    cmp x10, x2
    b.ne L5
    str x8, [x1]
    str x3, [x8, #8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_queue_pop:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #16]
    ldr x11, [x8, #8]
    sub x10, x10, x11
    cbz x10, L5
    ldr x10, [x8, #8]
    and x10, x10, x2
    add x11, x8, x10, lsl #3
    ldr x10, [x11, #24]
    str x10, [x1]
    ldr x10, [x8, #8]
    add x10, x10, #1
    str x10, [x8, #8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_queue_push:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #16]
    ldr x11, [x8, #8]
    sub x10, x10, x11
    cmp x10, x2
    b.eq L5
    ldr x10, [x8, #16]
    and x10, x10, x3
    add x11, x8, x10, lsl #3
    str x1, [x11, #24]
    ldr x10, [x8, #16]
    add x10, x10, #1
    add x11, x8, #16
    stlr x10, [x11]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_ring_discard:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #16]
    cmp x10, x1
    b.ne L5
    add x10, x10, x8
    cmp x10, x2
    b.ne L5
    str x3, [x8, #16]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_ring_pad:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #8]
    cmp x10, x2
    b.ne L5
    ldr x11, [x8, #16]
    sub x10, x10, x11
    cmp x10, x3
    b.hi L5
    ldr x10, [x8, #8]
    and x10, x10, x4
    add x10, x10, x8
    add x10, x10, #64
    mov x1, x10
    str x5, [x1]
    add x11, x8, #8
    stlr x6, [x11]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

guarded_cpu_id_ring_write:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L6
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldar x10, [x8]
    cbnz x10, L6
    ldr x10, [x8, #8]
    ldr x11, [x8, #16]
    sub x10, x10, x11
    cmp x10, x5
    b.hi L5
    ldr x10, [x8, #8]
    and x10, x10, x6
    cmp x10, x5
    b.hi L5
    add x10, x10, x8
    add x10, x10, #64
    mov x2, x10
    str x3, [x2]
    add x10, x10, #8
    mov x2, x10
    subs x3, x3, #8
    b.lo L7
L8:
    ldr x10, [x1], #8
    str x10, [x2], #8
    subs x3, x3, #8
    b.hs L8
L7:
    adds x3, x3, #8
    b.eq L9
L10:
    ldrb w10, [x1], #1
    strb w10, [x2], #1
    subs x3, x3, #1
    b.ne L10
L9:
    ldr x10, [x8, #8]
    add x10, x10, x4
    add x11, x8, #8
    stlr x10, [x11]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L6:
    mov w0, #3
    b L4
L5:
    mov w0, #1
    b L4

here_cpu_id_add:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    add x10, x10, x1
    str x10, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret

here_cpu_id_load_add_load_load_add_store:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    ldr x10, [x10, x1]
    ldr x11, [x10]
    add x11, x11, x2
    str x11, [x10]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret

here_cpu_id_load_add_load_load_add_store_release:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    ldr x10, [x10, x1]
    ldr x11, [x10]
    add x11, x11, x2
    stlr x11, [x10]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret

here_cpu_id_load_add_store:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    add x10, x10, x1
    str x10, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret

here_cpu_id_load_add_store_release:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    add x10, x10, x1
    stlr x10, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret

here_cpu_id_load_cbeq_store_add_load_store:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x2
    b.eq L5
    str x10, [x1]
    ldr x10, [x10, x3]
    str x10, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbeq_store_add_load_store_release:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x2
    b.eq L5
    str x10, [x1]
    ldr x10, [x10, x3]
    stlr x10, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbne_load_cbne_store:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    adds x1, x1, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x2
    b.ne L5
    ldr x10, [x1]
    cmp x10, x3
    b.ne L5
    str x4, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbne_load_cbne_store_release:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    adds x1, x1, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x2
    b.ne L5
    ldr x10, [x1]
    cmp x10, x3
    b.ne L5
    stlr x4, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbne_memcpy_store:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    adds x1, x1, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x3
    b.ne L5
    subs x4, x4, #8
    b.lo L6
L7:
    ldr x10, [x2], #8
    str x10, [x1], #8
    subs x4, x4, #8
    b.hs L7
L6:
    adds x4, x4, #8
    b.eq L8
L9:
    ldrb w10, [x2], #1
    strb w10, [x1], #1
    subs x4, x4, #1
    b.ne L9
L8:
    str x5, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbne_memcpy_store_release:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    adds x1, x1, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x3
    b.ne L5
    subs x4, x4, #8
    b.lo L6
L7:
    ldr x10, [x2], #8
    str x10, [x1], #8
    subs x4, x4, #8
    b.hs L7
L6:
    adds x4, x4, #8
    b.eq L8
L9:
    ldrb w10, [x2], #1
    strb w10, [x1], #1
    subs x4, x4, #1
    b.ne L9
L8:
    stlr x5, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbne_store:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x1
    b.ne L5
    str x2, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbne_store_release:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x1
    b.ne L5
    stlr x2, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbne_store_store:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    adds x1, x1, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x2
    b.ne L5
    str x3, [x1]
    str x4, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_cpu_id_load_cbne_store_store_release:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldrsw x11, [x9, #4]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    adds x1, x1, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    cmp x10, x2
    b.ne L5
    str x3, [x1]
    stlr x4, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret
L5:
    mov w0, #1
    b L4

here_mm_cid_add:
    mov x8, x0
    mov w0, #2
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .word 0
    .word 0
    .xword L1
    .xword L2-L1
    .xword L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L1
    .xword L4
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9, #8]
    adrp x10, L0
    add x10, x10, :lo12:L0
    str x10, [x9, #8]
L1:
    ldr w10, [x9, #4]
    cmp w10, #0
    b.mi L4
    ldrsw x11, [x9, #24]
    cmp x11, #0
    b.mi L4
    adds x8, x8, x11, lsl #18
    b.mi L4
    ldr x10, [x8]
    add x10, x10, x1
    str x10, [x8]
L2:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L3:
    b L4
    .text
    mov w0, wzr
L4:
    ret

on_cpu_id_load_add_load_load_add_store:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    ldr x10, [x10, x2]
    ldr x11, [x10]
    add x11, x11, x3
    str x11, [x10]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret

on_cpu_id_load_add_load_load_add_store_release:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    ldr x10, [x10, x2]
    ldr x11, [x10]
    add x11, x11, x3
    stlr x11, [x10]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret

on_cpu_id_load_add_store:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    add x10, x10, x2
    str x10, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret

on_cpu_id_load_add_store_release:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    add x10, x10, x2
    stlr x10, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret

on_cpu_id_load_cbeq_store_add_load_store:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x3
    b.eq L5
    str x10, [x2]
    ldr x10, [x10, x4]
    str x10, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbeq_store_add_load_store_release:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x3
    b.eq L5
    str x10, [x2]
    ldr x10, [x10, x4]
    stlr x10, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbne_load_cbne_store:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x3
    b.ne L5
    ldr x10, [x2]
    cmp x10, x4
    b.ne L5
    str x5, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbne_load_cbne_store_release:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x3
    b.ne L5
    ldr x10, [x2]
    cmp x10, x4
    b.ne L5
    stlr x5, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbne_memcpy_store:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x4
    b.ne L5
    subs x5, x5, #8
    b.lo L6
L7:
    ldr x10, [x3], #8
    str x10, [x2], #8
    subs x5, x5, #8
    b.hs L7
L6:
    adds x5, x5, #8
    b.eq L8
L9:
    ldrb w10, [x3], #1
    strb w10, [x2], #1
    subs x5, x5, #1
    b.ne L9
L8:
    str x6, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbne_memcpy_store_release:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x4
    b.ne L5
    subs x5, x5, #8
    b.lo L6
L7:
    ldr x10, [x3], #8
    str x10, [x2], #8
    subs x5, x5, #8
    b.hs L7
L6:
    adds x5, x5, #8
    b.eq L8
L9:
    ldrb w10, [x3], #1
    strb w10, [x2], #1
    subs x5, x5, #1
    b.ne L9
L8:
    stlr x6, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbne_store:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x2
    b.ne L5
    str x3, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbne_store_release:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x2
    b.ne L5
    stlr x3, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbne_store_store:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x3
    b.ne L5
    str x4, [x2]
    str x5, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_cpu_id_load_cbne_store_store_release:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L5
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    cmp x10, x3
    b.ne L5
    str x4, [x2]
    stlr x5, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret
L5:
    mov w0, #1
    b L0

on_mm_cid_load_add_store:
    mov w8, w0
    mov w0, #2
    tbnz w8, #31, L0
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .word 0
    .word 0
    .xword L2
    .xword L3-L2
    .xword L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .xword L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .xword L2
    .xword L0
    .text
    adrp x9, :gottprel:__perseq_core_0_1_block
    ldr x9, [x9, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x10, TPIDR_EL0
    add x9, x9, x10
    ldr x9, [x9, #8]
    adrp x10, L1
    add x10, x10, :lo12:L1
    str x10, [x9, #8]
L2:
    ldr w10, [x9, #4]
    cmp w10, #0
    b.mi L0
    ldr w10, [x9, #24]
    cmp w10, w8
    b.ne L0
    ldr x10, [x1]
    add x10, x10, x2
    str x10, [x1]
L3:
    .section __rseq_failure,"ax",@progbits
    .p2align 2
    .inst 0xd428bc00
L4:
    b L0
    .text
    mov w0, wzr
L0:
    ret

thread_area_cpu_id:
    adrp x0, :gottprel:__perseq_core_0_1_block
    ldr x0, [x0, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x8, TPIDR_EL0
    add x0, x0, x8
    ldr x0, [x0]
    ret

thread_area_mm_cid:
    adrp x0, :gottprel:__perseq_core_0_1_block
    ldr x0, [x0, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x8, TPIDR_EL0
    add x0, x0, x8
    ldr x0, [x0, #8]
    ret

thread_block:
    adrp x0, :gottprel:__perseq_core_0_1_block
    ldr x0, [x0, :gottprel_lo12:__perseq_core_0_1_block]
    mrs x8, TPIDR_EL0
    add x0, x0, x8
    ret

thread_pointer:
    mrs x0, TPIDR_EL0
    ret

