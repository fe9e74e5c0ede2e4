.section .tdata.perseq,"awT",%progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 36
__perseq_core_0_1_block:
    .long _RNvNt…11perseq_core6thread12UNREGISTERED
    .long _RNvNt…11perseq_core6thread12UNREGISTERED
    .zero 28

.section .init_array,"aw",%init_array
    .p2align 2, 0x0
    .long _RNvNtNt…11perseq_core6thread4load7on_load

.section .note.perseq,"a",%note
    .p2align 2, 0x0
    .long 7
    .long 4
    .long 1
    .ascii "Perseq"
    .byte 0
    .p2align 2, 0x0
L0:
    .long _RNvNtNt…11perseq_core6thread5peers5ENTRY-L0

.section .data.rel.ro.perseq,"aw",%progbits
    .p2align 3, 0x0
    .hidden __perseq_core_0_1_weak
__perseq_core_0_1_weak:
    .long __rseq_offset
    .long __rseq_size
    .long dlopen
    .long dladdr

guarded_cpu_id_array_pop:
    push {r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr r2, L8
    ldr r3, [r2]
    ldr r3, [r3, r2]
    mrc p15, #0, r2, c13, c0, #3
    add r3, r2
    ldr r3, [r3]
    adr.w lr, L9
    ldr.w r2, [lr]
    add r2, lr
    str r2, [r3, #8]
L1:
    ldr.w lr, [r3, #4]
    cmp.w lr, #0
    blt L3
    add.w r12, r12, lr, lsl #18
    ldr.w r2, [r12]
    dmb ish
    cmp r2, #0
    bne L6
    ldr.w r2, [r12, #8]
    cmp r2, #0
    beq L5
    sub.w r2, r2, #1
    add.w lr, r12, r2, lsl #2
    ldr.w lr, [lr, #12]
    str.w lr, [r1]
    str.w r2, [r12, #8]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    movs r0, #0
L4:
    pop {r7, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_array_pop_batch:
    push {r4, r5, r6, r7, lr}
    ldr.w lr, [sp, #20]
    mov r12, r0
    ldr r4, [sp, #24]
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr r6, L8
    ldr r5, [r6]
    ldr r5, [r5, r6]
    mrc p15, #0, r6, c13, c0, #3
    add r5, r6
    ldr r5, [r5]
    adr r7, L9
    ldr r6, [r7]
    add r6, r7
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add.w r12, r12, r7, lsl #18
    ldr.w r6, [r12]
    dmb ish
    cmp r6, #0
    bne L6
    ldr.w r6, [r12, #8]
    cmp r6, r3
    blo L5
    add r6, lr
    add.w r6, r12, r6, lsl #2
    add.w r6, r6, #12
    mov r2, r6
    cmp r4, #0
    beq L10
L11:
    ldrb r6, [r2], #1
    strb r6, [r1], #1
    subs r4, r4, #1
    bne L11
L10:
    ldr.w r6, [r12, #8]
    add r6, lr
    str.w r6, [r12, #8]
L2:
    b L12
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L12:
    movs r0, #0
L4:
    pop {r4, r5, r6, r7, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_array_pop_open:
    push {r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r2, L7
    ldr r3, [r2]
    ldr r3, [r3, r2]
    mrc p15, #0, r2, c13, c0, #3
    add r3, r2
    ldr r3, [r3]
    adr.w lr, L8
    ldr.w r2, [lr]
    add r2, lr
    str r2, [r3, #8]
L1:
    ldr.w lr, [r3, #4]
    cmp.w lr, #0
    blt L3
    add.w r12, r12, lr, lsl #18
    ldr.w lr, [r12, #4]
    dmb ish
    ldr.w r2, [r12, #8]
    sub.w r2, r2, #1
    cmp r2, lr
    bhs L5
    add.w lr, r12, r2, lsl #2
    ldr.w lr, [lr, #12]
    str.w lr, [r1]
    str.w r2, [r12, #8]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r7, pc}
L5:
    movs r0, #1
    b L4

guarded_cpu_id_array_push:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr.w lr, L8
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L9
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    dmb ish
    cmp.w lr, #0
    bne L6
    ldr.w lr, [r12, #8]
    cmp lr, r2
    beq L5
    add.w r4, r12, lr, lsl #2
    str r1, [r4, #12]
    add.w lr, lr, #1
    str.w lr, [r12, #8]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    movs r0, #0
L4:
    pop {r4, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_array_push_batch:
    push {r4, r5, r6, r7, lr}
    ldr.w lr, [sp, #20]
    mov r12, r0
    ldr r4, [sp, #24]
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr r6, L8
    ldr r5, [r6]
    ldr r5, [r5, r6]
    mrc p15, #0, r6, c13, c0, #3
    add r5, r6
    ldr r5, [r5]
    adr r7, L9
    ldr r6, [r7]
    add r6, r7
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add.w r12, r12, r7, lsl #18
    ldr.w r6, [r12]
    dmb ish
    cmp r6, #0
    bne L6
    ldr.w r6, [r12, #8]
    cmp r6, lr
    bhi L5
    add.w r6, r12, r6, lsl #2
    add.w r6, r6, #12
    mov r2, r6
    cmp r4, #0
    beq L10
L11:
    ldrb r6, [r1], #1
    strb r6, [r2], #1
    subs r4, r4, #1
    bne L11
L10:
    ldr.w r6, [r12, #8]
    add r6, r3
    str.w r6, [r12, #8]
L2:
    b L12
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L12:
    movs r0, #0
L4:
    pop {r4, r5, r6, r7, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_array_push_open:
    push {r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r2, L7
    ldr r3, [r2]
    ldr r3, [r3, r2]
    mrc p15, #0, r2, c13, c0, #3
    add r3, r2
    ldr r3, [r3]
    adr.w lr, L8
    ldr.w r2, [lr]
    add r2, lr
    str r2, [r3, #8]
L1:
    ldr.w lr, [r3, #4]
    cmp.w lr, #0
    blt L3
    add.w r12, r12, lr, lsl #18
    ldr.w lr, [r12, #4]
    dmb ish
    ldr.w r2, [r12, #8]
    cmp r2, lr
    bhs L5
    add.w lr, r12, r2, lsl #2
    str.w r1, [lr, #12]
    add.w r2, r2, #1
    str.w r2, [r12, #8]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r7, pc}
L5:
    movs r0, #1
    b L4

guarded_cpu_id_flag_set:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr.w lr, L7
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L8
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    dmb ish
    cmp.w lr, #0
    bne L5
    str.w r12, [r1]
    str.w r2, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, pc}
L5:
    movs r0, #3
    b L4

guarded_cpu_id_list_pop:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr.w lr, L8
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L9
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    dmb ish
    cmp.w lr, #0
    bne L6
    ldr.w lr, [r12, #4]
    cmp.w lr, #0
    beq L5
    str.w lr, [r1]
    ldr.w lr, [lr, r2]
    str.w lr, [r12, #4]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    movs r0, #0
L4:
    pop {r4, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_list_push:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr.w lr, L7
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L8
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    dmb ish
    cmp.w lr, #0
    bne L5
    ldr.w lr, [r12, #4]
    str.w lr, [r1]
    str.w r2, [r12, #4]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, pc}
L5:
    movs r0, #3
    b L4

guarded_cpu_id_lock_acquire:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr r4, L8
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L9
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L1:
    ldr.w r5, [lr, #4]
    cmp r5, #0
    blt L3
    add.w r12, r12, r5, lsl #18
    ldr.w r4, [r12]
    dmb ish
    cmp r4, #0
    bne L6
    ldr.w r4, [r12, #4]
    cmp r4, r2
    bne L5
    str.w r12, [r1]
    str.w r3, [r12, #4]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    movs r0, #0
L4:
    pop {r4, r5, r7, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_queue_pop:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr.w lr, L8
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L9
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    dmb ish
    cmp.w lr, #0
    bne L6
    ldr.w lr, [r12, #8]
    ldr.w r4, [r12, #4]
    sub.w lr, lr, r4
    cmp.w lr, #0
    beq L5
    ldr.w lr, [r12, #4]
    and.w lr, lr, r2
    add.w r4, r12, lr, lsl #2
    ldr.w lr, [r4, #12]
    str.w lr, [r1]
    ldr.w lr, [r12, #4]
    add.w lr, lr, #1
    str.w lr, [r12, #4]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    movs r0, #0
L4:
    pop {r4, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_queue_push:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr r4, L8
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L9
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L1:
    ldr.w r5, [lr, #4]
    cmp r5, #0
    blt L3
    add.w r12, r12, r5, lsl #18
    ldr.w r4, [r12]
    dmb ish
    cmp r4, #0
    bne L6
    ldr.w r4, [r12, #8]
    ldr.w r5, [r12, #4]
    sub.w r4, r4, r5
    cmp r4, r2
    beq L5
    ldr.w r4, [r12, #8]
    and.w r4, r4, r3
    add.w r5, r12, r4, lsl #2
    str r1, [r5, #12]
    ldr.w r4, [r12, #8]
    add.w r4, r4, #1
    dmb ish
    str.w r4, [r12, #8]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    movs r0, #0
L4:
    pop {r4, r5, r7, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_ring_discard:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr r4, L8
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L9
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L1:
    ldr.w r5, [lr, #4]
    cmp r5, #0
    blt L3
    add.w r12, r12, r5, lsl #18
    ldr.w r4, [r12]
    dmb ish
    cmp r4, #0
    bne L6
    ldr.w r4, [r12, #8]
    cmp r4, r1
    bne L5
    add r4, r12
    cmp r4, r2
    bne L5
    str.w r3, [r12, #8]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    movs r0, #0
L4:
    pop {r4, r5, r7, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_ring_pad:
    push.w {r4, r5, r6, r7, r8, lr}
    ldrd lr, r8, [sp, #24]
    mov r12, r0
    ldr r5, [sp, #32]
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr r7, L8
    ldr r6, [r7]
    ldr r6, [r6, r7]
    mrc p15, #0, r7, c13, c0, #3
    add r6, r7
    ldr r6, [r6]
    adr r4, L9
    ldr r7, [r4]
    add r7, r4
    str r7, [r6, #8]
L1:
    ldr r4, [r6, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w r7, [r12]
    dmb ish
    cmp r7, #0
    bne L6
    ldr.w r7, [r12, #4]
    cmp r7, r2
    bne L5
    ldr.w r4, [r12, #8]
    sub.w r7, r7, r4
    cmp r7, r3
    bhi L5
    ldr.w r7, [r12, #4]
    and.w r7, r7, lr
    add r7, r12
    add.w r7, r7, #64
    mov r1, r7
    str.w r8, [r1]
    dmb ish
    str.w r5, [r12, #4]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    movs r0, #0
L4:
    pop.w {r4, r5, r6, r7, r8, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

guarded_cpu_id_ring_write:
    push.w {r4, r5, r6, r7, r8, lr}
    ldrd lr, r8, [sp, #24]
    mov r12, r0
    ldr r5, [sp, #32]
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    b L7
    .p2align 2
L8:
    .long __perseq_core_0_1_block(GOTTPOFF)
L7:
    adr r7, L8
    ldr r6, [r7]
    ldr r6, [r6, r7]
    mrc p15, #0, r7, c13, c0, #3
    add r6, r7
    ldr r6, [r6]
    adr r4, L9
    ldr r7, [r4]
    add r7, r4
    str r7, [r6, #8]
L1:
    ldr r4, [r6, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w r7, [r12]
    dmb ish
    cmp r7, #0
    bne L6
    ldr.w r7, [r12, #4]
    ldr.w r4, [r12, #8]
    sub.w r7, r7, r4
    cmp r7, r8
    bhi L5
    ldr.w r7, [r12, #4]
    and.w r7, r7, r5
    cmp r7, r8
    bhi L5
    add r7, r12
    add.w r7, r7, #64
    mov r2, r7
    str r3, [r2]
    add.w r7, r7, #8
    mov r2, r7
    cmp r3, #0
    beq L10
L11:
    ldrb r7, [r1], #1
    strb r7, [r2], #1
    subs r3, r3, #1
    bne L11
L10:
    ldr.w r7, [r12, #4]
    add r7, lr
    dmb ish
    str.w r7, [r12, #4]
L2:
    b L12
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L12:
    movs r0, #0
L4:
    pop.w {r4, r5, r6, r7, r8, pc}
L6:
    movs r0, #3
    b L4
L5:
    movs r0, #1
    b L4

here_cpu_id_add:
    push {r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr r2, L6
    ldr r3, [r2]
    ldr r3, [r3, r2]
    mrc p15, #0, r2, c13, c0, #3
    add r3, r2
    ldr r3, [r3]
    adr.w lr, L7
    ldr.w r2, [lr]
    add r2, lr
    str r2, [r3, #8]
L1:
    ldr.w lr, [r3, #4]
    cmp.w lr, #0
    blt L3
    add.w r12, r12, lr, lsl #18
    ldr.w r2, [r12]
    add r2, r1
    str.w r2, [r12]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    movs r0, #0
L4:
    pop {r7, pc}

here_cpu_id_load_add_load_load_add_store:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr.w lr, L6
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L7
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    ldr.w lr, [lr, r1]
    ldr.w r4, [lr]
    add r4, r2
    str.w r4, [lr]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    movs r0, #0
L4:
    pop {r4, pc}

here_cpu_id_load_add_load_load_add_store_release:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr.w lr, L6
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L7
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    ldr.w lr, [lr, r1]
    ldr.w r4, [lr]
    add r4, r2
    dmb ish
    str.w r4, [lr]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    movs r0, #0
L4:
    pop {r4, pc}

here_cpu_id_load_add_store:
    push {r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr r2, L6
    ldr r3, [r2]
    ldr r3, [r3, r2]
    mrc p15, #0, r2, c13, c0, #3
    add r3, r2
    ldr r3, [r3]
    adr.w lr, L7
    ldr.w r2, [lr]
    add r2, lr
    str r2, [r3, #8]
L1:
    ldr.w lr, [r3, #4]
    cmp.w lr, #0
    blt L3
    add.w r12, r12, lr, lsl #18
    ldr.w r2, [r12]
    add r2, r1
    str.w r2, [r12]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    movs r0, #0
L4:
    pop {r7, pc}

here_cpu_id_load_add_store_release:
    push {r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr r2, L6
    ldr r3, [r2]
    ldr r3, [r3, r2]
    mrc p15, #0, r2, c13, c0, #3
    add r3, r2
    ldr r3, [r3]
    adr.w lr, L7
    ldr.w r2, [lr]
    add r2, lr
    str r2, [r3, #8]
L1:
    ldr.w lr, [r3, #4]
    cmp.w lr, #0
    blt L3
    add.w r12, r12, lr, lsl #18
    ldr.w r2, [r12]
    add r2, r1
    dmb ish
    str.w r2, [r12]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    movs r0, #0
L4:
    pop {r7, pc}

here_cpu_id_load_cbeq_store_add_load_store:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r4, L7
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L8
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L1:
    ldr.w r5, [lr, #4]
    cmp r5, #0
    blt L3
    add.w r12, r12, r5, lsl #18
    ldr.w r4, [r12]
    cmp r4, r2
    beq L5
    str r4, [r1]
    ldr r4, [r4, r3]
    str.w r4, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, r5, r7, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbeq_store_add_load_store_release:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r4, L7
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L8
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L1:
    ldr.w r5, [lr, #4]
    cmp r5, #0
    blt L3
    add.w r12, r12, r5, lsl #18
    ldr.w r4, [r12]
    cmp r4, r2
    beq L5
    str r4, [r1]
    ldr r4, [r4, r3]
    dmb ish
    str.w r4, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, r5, r7, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbne_load_cbne_store:
    push {r4, r5, r6, lr}
    ldr.w lr, [sp, #16]
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r5, L7
    ldr r4, [r5]
    ldr r4, [r4, r5]
    mrc p15, #0, r5, c13, c0, #3
    add r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r6
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add.w r12, r12, r6, lsl #18
    add.w r1, r1, r6, lsl #18
    ldr.w r5, [r12]
    cmp r5, r2
    bne L5
    ldr r5, [r1]
    cmp r5, r3
    bne L5
    str.w lr, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, r5, r6, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbne_load_cbne_store_release:
    push {r4, r5, r6, lr}
    ldr.w lr, [sp, #16]
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r5, L7
    ldr r4, [r5]
    ldr r4, [r4, r5]
    mrc p15, #0, r5, c13, c0, #3
    add r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r6
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add.w r12, r12, r6, lsl #18
    add.w r1, r1, r6, lsl #18
    ldr.w r5, [r12]
    cmp r5, r2
    bne L5
    ldr r5, [r1]
    cmp r5, r3
    bne L5
    dmb ish
    str.w lr, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, r5, r6, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbne_memcpy_store:
    push {r4, r5, r6, r7, lr}
    ldr.w lr, [sp, #20]
    mov r12, r0
    ldr r4, [sp, #24]
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r6, L7
    ldr r5, [r6]
    ldr r5, [r5, r6]
    mrc p15, #0, r6, c13, c0, #3
    add r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r7
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add.w r12, r12, r7, lsl #18
    add.w r1, r1, r7, lsl #18
    ldr.w r6, [r12]
    cmp r6, r3
    bne L5
    cmp.w lr, #0
    beq L9
L10:
    ldrb r6, [r2], #1
    strb r6, [r1], #1
    subs.w lr, lr, #1
    bne L10
L9:
    str.w r4, [r12]
L2:
    b L11
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L11:
    movs r0, #0
L4:
    pop {r4, r5, r6, r7, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbne_memcpy_store_release:
    push {r4, r5, r6, r7, lr}
    ldr.w lr, [sp, #20]
    mov r12, r0
    ldr r4, [sp, #24]
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r6, L7
    ldr r5, [r6]
    ldr r5, [r5, r6]
    mrc p15, #0, r6, c13, c0, #3
    add r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r7
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add.w r12, r12, r7, lsl #18
    add.w r1, r1, r7, lsl #18
    ldr.w r6, [r12]
    cmp r6, r3
    bne L5
    cmp.w lr, #0
    beq L9
L10:
    ldrb r6, [r2], #1
    strb r6, [r1], #1
    subs.w lr, lr, #1
    bne L10
L9:
    dmb ish
    str.w r4, [r12]
L2:
    b L11
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L11:
    movs r0, #0
L4:
    pop {r4, r5, r6, r7, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbne_store:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr.w lr, L7
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L8
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    cmp lr, r1
    bne L5
    str.w r2, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbne_store_release:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr.w lr, L7
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L8
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add.w r12, r12, r4, lsl #18
    ldr.w lr, [r12]
    cmp lr, r1
    bne L5
    dmb ish
    str.w r2, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbne_store_store:
    push {r4, r5, r6, lr}
    ldr.w lr, [sp, #16]
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r5, L7
    ldr r4, [r5]
    ldr r4, [r4, r5]
    mrc p15, #0, r5, c13, c0, #3
    add r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r6
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add.w r12, r12, r6, lsl #18
    add.w r1, r1, r6, lsl #18
    ldr.w r5, [r12]
    cmp r5, r2
    bne L5
    str r3, [r1]
    str.w lr, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, r5, r6, pc}
L5:
    movs r0, #1
    b L4

here_cpu_id_load_cbne_store_store_release:
    push {r4, r5, r6, lr}
    ldr.w lr, [sp, #16]
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r5, L7
    ldr r4, [r5]
    ldr r4, [r4, r5]
    mrc p15, #0, r5, c13, c0, #3
    add r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r6
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add.w r12, r12, r6, lsl #18
    add.w r1, r1, r6, lsl #18
    ldr.w r5, [r12]
    cmp r5, r2
    bne L5
    str r3, [r1]
    dmb ish
    str.w lr, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    movs r0, #0
L4:
    pop {r4, r5, r6, pc}
L5:
    movs r0, #1
    b L4

here_mm_cid_add:
    push {r7, lr}
    mov r12, r0
    movs r0, #2
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr r2, L6
    ldr r3, [r2]
    ldr r3, [r3, r2]
    mrc p15, #0, r2, c13, c0, #3
    add r3, r2
    ldr r3, [r3, #4]
    adr.w lr, L7
    ldr.w r2, [lr]
    add r2, lr
    str r2, [r3, #8]
L1:
    ldr r2, [r3, #4]
    cmp r2, #0
    blt L3
    ldr.w lr, [r3, #24]
    cmp.w lr, #0
    blt L3
    add.w r12, r12, lr, lsl #18
    ldr.w r2, [r12]
    add r2, r1
    str.w r2, [r12]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    movs r0, #0
L4:
    pop {r7, pc}

on_cpu_id_load_add_load_load_add_store:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr r4, L6
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L7
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L2:
    ldr.w r4, [lr, #4]
    cmp r4, r12
    bne L4
    ldr r4, [r1]
    ldr r4, [r4, r2]
    ldr r5, [r4]
    add r5, r3
    str r5, [r4]
L3:
    b L8
    .p2align 2
L7:
    .long L1-L7
    .long 3891650291
L4:
    b L0
L8:
    movs r0, #0
L0:
    pop {r4, r5, r7, pc}

on_cpu_id_load_add_load_load_add_store_release:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr r4, L6
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L7
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L2:
    ldr.w r4, [lr, #4]
    cmp r4, r12
    bne L4
    ldr r4, [r1]
    ldr r4, [r4, r2]
    ldr r5, [r4]
    add r5, r3
    dmb ish
    str r5, [r4]
L3:
    b L8
    .p2align 2
L7:
    .long L1-L7
    .long 3891650291
L4:
    b L0
L8:
    movs r0, #0
L0:
    pop {r4, r5, r7, pc}

on_cpu_id_load_add_store:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr.w lr, L6
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L7
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L2:
    ldr.w lr, [r3, #4]
    cmp lr, r12
    bne L4
    ldr.w lr, [r1]
    add lr, r2
    str.w lr, [r1]
L3:
    b L8
    .p2align 2
L7:
    .long L1-L7
    .long 3891650291
L4:
    b L0
L8:
    movs r0, #0
L0:
    pop {r4, pc}

on_cpu_id_load_add_store_release:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr.w lr, L6
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3]
    adr r4, L7
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L2:
    ldr.w lr, [r3, #4]
    cmp lr, r12
    bne L4
    ldr.w lr, [r1]
    add lr, r2
    dmb ish
    str.w lr, [r1]
L3:
    b L8
    .p2align 2
L7:
    .long L1-L7
    .long 3891650291
L4:
    b L0
L8:
    movs r0, #0
L0:
    pop {r4, pc}

on_cpu_id_load_cbeq_store_add_load_store:
    push {r4, r5, r6, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    ldr.w lr, [sp, #16]
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r5, L7
    ldr r4, [r5]
    ldr r4, [r4, r5]
    mrc p15, #0, r5, c13, c0, #3
    add r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r6
    str r5, [r4, #8]
L2:
    ldr r5, [r4, #4]
    cmp r5, r12
    bne L4
    ldr r5, [r1]
    cmp r5, r3
    beq L5
    str r5, [r2]
    ldr.w r5, [r5, lr]
    str r5, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    movs r0, #0
L0:
    pop {r4, r5, r6, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbeq_store_add_load_store_release:
    push {r4, r5, r6, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    ldr.w lr, [sp, #16]
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r5, L7
    ldr r4, [r5]
    ldr r4, [r4, r5]
    mrc p15, #0, r5, c13, c0, #3
    add r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r6
    str r5, [r4, #8]
L2:
    ldr r5, [r4, #4]
    cmp r5, r12
    bne L4
    ldr r5, [r1]
    cmp r5, r3
    beq L5
    str r5, [r2]
    ldr.w r5, [r5, lr]
    dmb ish
    str r5, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    movs r0, #0
L0:
    pop {r4, r5, r6, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbne_load_cbne_store:
    push {r4, r5, r6, r7, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    ldrd r4, lr, [sp, #20]
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r6, L7
    ldr r5, [r6]
    ldr r5, [r5, r6]
    mrc p15, #0, r6, c13, c0, #3
    add r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r7
    str r6, [r5, #8]
L2:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L4
    ldr r6, [r1]
    cmp r6, r3
    bne L5
    ldr r6, [r2]
    cmp r6, r4
    bne L5
    str.w lr, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    movs r0, #0
L0:
    pop {r4, r5, r6, r7, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbne_load_cbne_store_release:
    push {r4, r5, r6, r7, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    ldrd r4, lr, [sp, #20]
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r6, L7
    ldr r5, [r6]
    ldr r5, [r5, r6]
    mrc p15, #0, r6, c13, c0, #3
    add r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r7
    str r6, [r5, #8]
L2:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L4
    ldr r6, [r1]
    cmp r6, r3
    bne L5
    ldr r6, [r2]
    cmp r6, r4
    bne L5
    dmb ish
    str.w lr, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    movs r0, #0
L0:
    pop {r4, r5, r6, r7, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbne_memcpy_store:
    push.w {r4, r5, r6, r7, r8, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    add.w lr, sp, #24
    ldm.w lr, {r5, r8, lr}
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r7, L7
    ldr r6, [r7]
    ldr r6, [r6, r7]
    mrc p15, #0, r7, c13, c0, #3
    add r6, r7
    ldr r6, [r6]
    adr r4, L8
    ldr r7, [r4]
    add r7, r4
    str r7, [r6, #8]
L2:
    ldr r7, [r6, #4]
    cmp r7, r12
    bne L4
    ldr r7, [r1]
    cmp r7, r5
    bne L5
    cmp.w r8, #0
    beq L9
L10:
    ldrb r7, [r3], #1
    strb r7, [r2], #1
    subs.w r8, r8, #1
    bne L10
L9:
    str.w lr, [r1]
L3:
    b L11
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L11:
    movs r0, #0
L0:
    pop.w {r4, r5, r6, r7, r8, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbne_memcpy_store_release:
    push.w {r4, r5, r6, r7, r8, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    add.w lr, sp, #24
    ldm.w lr, {r5, r8, lr}
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r7, L7
    ldr r6, [r7]
    ldr r6, [r6, r7]
    mrc p15, #0, r7, c13, c0, #3
    add r6, r7
    ldr r6, [r6]
    adr r4, L8
    ldr r7, [r4]
    add r7, r4
    str r7, [r6, #8]
L2:
    ldr r7, [r6, #4]
    cmp r7, r12
    bne L4
    ldr r7, [r1]
    cmp r7, r5
    bne L5
    cmp.w r8, #0
    beq L9
L10:
    ldrb r7, [r3], #1
    strb r7, [r2], #1
    subs.w r8, r8, #1
    bne L10
L9:
    dmb ish
    str.w lr, [r1]
L3:
    b L11
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L11:
    movs r0, #0
L0:
    pop.w {r4, r5, r6, r7, r8, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbne_store:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r4, L7
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L8
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L2:
    ldr.w r4, [lr, #4]
    cmp r4, r12
    bne L4
    ldr r4, [r1]
    cmp r4, r2
    bne L5
    str r3, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    movs r0, #0
L0:
    pop {r4, r5, r7, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbne_store_release:
    push {r4, r5, r7, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r4, L7
    ldr.w lr, [r4]
    ldr.w lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, r4
    ldr.w lr, [lr]
    adr r5, L8
    ldr r4, [r5]
    add r4, r5
    str.w r4, [lr, #8]
L2:
    ldr.w r4, [lr, #4]
    cmp r4, r12
    bne L4
    ldr r4, [r1]
    cmp r4, r2
    bne L5
    dmb ish
    str r3, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    movs r0, #0
L0:
    pop {r4, r5, r7, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbne_store_store:
    push {r4, r5, r6, r7, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    ldrd r4, lr, [sp, #20]
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r6, L7
    ldr r5, [r6]
    ldr r5, [r5, r6]
    mrc p15, #0, r6, c13, c0, #3
    add r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r7
    str r6, [r5, #8]
L2:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L4
    ldr r6, [r1]
    cmp r6, r3
    bne L5
    str r4, [r2]
    str.w lr, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    movs r0, #0
L0:
    pop {r4, r5, r6, r7, pc}
L5:
    movs r0, #1
    b L0

on_cpu_id_load_cbne_store_store_release:
    push {r4, r5, r6, r7, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    ldrd r4, lr, [sp, #20]
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    b L6
    .p2align 2
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)
L6:
    adr r6, L7
    ldr r5, [r6]
    ldr r5, [r5, r6]
    mrc p15, #0, r6, c13, c0, #3
    add r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r7
    str r6, [r5, #8]
L2:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L4
    ldr r6, [r1]
    cmp r6, r3
    bne L5
    str r4, [r2]
    dmb ish
    str.w lr, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    movs r0, #0
L0:
    pop {r4, r5, r6, r7, pc}
L5:
    movs r0, #1
    b L0

on_mm_cid_load_add_store:
    push {r4, lr}
    mov r12, r0
    movs r0, #2
    cmp.w r12, #0
    bmi.w L0
    .section __rseq_cs,"aw",%progbits
    .p2align 5, 0x0
L1:
    .long 0
    .long 0
    .long L2
    .long 0
    .long L3-L2
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_cs_ptr_array,"awR",%progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",%progbits
    .long L2
    .long 0
    .long L0
    .long 0
    .text
    b L5
    .p2align 2
L6:
    .long __perseq_core_0_1_block(GOTTPOFF)
L5:
    adr.w lr, L6
    ldr.w r3, [lr]
    ldr.w r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, lr
    ldr r3, [r3, #4]
    adr r4, L7
    ldr.w lr, [r4]
    add lr, r4
    str.w lr, [r3, #8]
L2:
    ldr.w lr, [r3, #4]
    cmp.w lr, #0
    blt L4
    ldr.w lr, [r3, #24]
    cmp lr, r12
    bne L4
    ldr.w lr, [r1]
    add lr, r2
    str.w lr, [r1]
L3:
    b L8
    .p2align 2
L7:
    .long L1-L7
    .long 3891650291
L4:
    b L0
L8:
    movs r0, #0
L0:
    pop {r4, pc}

thread_area_cpu_id:
    b L0
    .p2align 2
L1:
    .long __perseq_core_0_1_block(GOTTPOFF)
L0:
    adr r1, L1
    ldr r0, [r1]
    ldr r0, [r0, r1]
    mrc p15, #0, r1, c13, c0, #3
    add r0, r1
    ldr r0, [r0]
    bx lr

thread_area_mm_cid:
    b L0
    .p2align 2
L1:
    .long __perseq_core_0_1_block(GOTTPOFF)
L0:
    adr r1, L1
    ldr r0, [r1]
    ldr r0, [r0, r1]
    mrc p15, #0, r1, c13, c0, #3
    add r0, r1
    ldr r0, [r0, #4]
    bx lr

thread_block:
    b L0
    .p2align 2
L1:
    .long __perseq_core_0_1_block(GOTTPOFF)
L0:
    adr r1, L1
    ldr r0, [r1]
    ldr r0, [r0, r1]
    mrc p15, #0, r1, c13, c0, #3
    add r0, r1
    bx lr

thread_pointer:
    mrc p15, #0, r0, c13, c0, #3
    bx lr

