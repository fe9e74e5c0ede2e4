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
    push {r11, lr}
    mov r12, r0
    mov r0, #2
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
    add r3, r3, r2
    ldr r3, [r3]
    adr lr, L9
    ldr r2, [lr]
    add r2, r2, lr
    str r2, [r3, #8]
L1:
    ldr lr, [r3, #4]
    cmp lr, #0
    blt L3
    add r12, r12, lr, lsl #18
    ldr r2, [r12]
    dmb ish
    cmp r2, #0
    bne L6
    ldr r2, [r12, #8]
    cmp r2, #0
    beq L5
    sub r2, r2, #1
    add lr, r12, r2, lsl #2
    ldr lr, [lr, #12]
    str lr, [r1]
    str r2, [r12, #8]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    mov r0, #0
L4:
    pop {r11, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_array_pop_batch:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
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
    add r5, r5, r6
    ldr r5, [r5]
    adr r7, L9
    ldr r6, [r7]
    add r6, r6, r7
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add r12, r12, r7, lsl #18
    ldr r6, [r12]
    dmb ish
    cmp r6, #0
    bne L6
    ldr r6, [r12, #8]
    cmp r6, r3
    blo L5
    add r6, r6, lr
    add r6, r12, r6, lsl #2
    add r6, r6, #12
    mov r2, r6
    cmp r4, #0
    beq L10
L11:
    ldrb r6, [r2], #1
    strb r6, [r1], #1
    subs r4, r4, #1
    bne L11
L10:
    ldr r6, [r12, #8]
    add r6, r6, lr
    str r6, [r12, #8]
L2:
    b L12
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L12:
    mov r0, #0
L4:
    pop {r4, r5, r6, r7, r11, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_array_pop_open:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
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
    add r3, r3, r2
    ldr r3, [r3]
    adr lr, L8
    ldr r2, [lr]
    add r2, r2, lr
    str r2, [r3, #8]
L1:
    ldr lr, [r3, #4]
    cmp lr, #0
    blt L3
    add r12, r12, lr, lsl #18
    ldr lr, [r12, #4]
    dmb ish
    ldr r2, [r12, #8]
    sub r2, r2, #1
    cmp r2, lr
    bhs L5
    add lr, r12, r2, lsl #2
    ldr lr, [lr, #12]
    str lr, [r1]
    str r2, [r12, #8]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r11, pc}
L5:
    mov r0, #1
    b L4

guarded_cpu_id_array_push:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L8
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L9
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    dmb ish
    cmp lr, #0
    bne L6
    ldr lr, [r12, #8]
    cmp lr, r2
    beq L5
    add r4, r12, lr, lsl #2
    str r1, [r4, #12]
    add lr, lr, #1
    str lr, [r12, #8]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    mov r0, #0
L4:
    pop {r4, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_array_push_batch:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
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
    add r5, r5, r6
    ldr r5, [r5]
    adr r7, L9
    ldr r6, [r7]
    add r6, r6, r7
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add r12, r12, r7, lsl #18
    ldr r6, [r12]
    dmb ish
    cmp r6, #0
    bne L6
    ldr r6, [r12, #8]
    cmp r6, lr
    bhi L5
    add r6, r12, r6, lsl #2
    add r6, r6, #12
    mov r2, r6
    cmp r4, #0
    beq L10
L11:
    ldrb r6, [r1], #1
    strb r6, [r2], #1
    subs r4, r4, #1
    bne L11
L10:
    ldr r6, [r12, #8]
    add r6, r6, r3
    str r6, [r12, #8]
L2:
    b L12
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L12:
    mov r0, #0
L4:
    pop {r4, r5, r6, r7, r11, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_array_push_open:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
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
    add r3, r3, r2
    ldr r3, [r3]
    adr lr, L8
    ldr r2, [lr]
    add r2, r2, lr
    str r2, [r3, #8]
L1:
    ldr lr, [r3, #4]
    cmp lr, #0
    blt L3
    add r12, r12, lr, lsl #18
    ldr lr, [r12, #4]
    dmb ish
    ldr r2, [r12, #8]
    cmp r2, lr
    bhs L5
    add lr, r12, r2, lsl #2
    str r1, [lr, #12]
    add r2, r2, #1
    str r2, [r12, #8]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r11, pc}
L5:
    mov r0, #1
    b L4

guarded_cpu_id_flag_set:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L7
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L8
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    dmb ish
    cmp lr, #0
    bne L5
    str r12, [r1]
    str r2, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, pc}
L5:
    mov r0, #3
    b L4

guarded_cpu_id_list_pop:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L8
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L9
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    dmb ish
    cmp lr, #0
    bne L6
    ldr lr, [r12, #4]
    cmp lr, #0
    beq L5
    str lr, [r1]
    ldr lr, [lr, r2]
    str lr, [r12, #4]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    mov r0, #0
L4:
    pop {r4, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_list_push:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L7
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L8
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    dmb ish
    cmp lr, #0
    bne L5
    ldr lr, [r12, #4]
    str lr, [r1]
    str r2, [r12, #4]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, pc}
L5:
    mov r0, #3
    b L4

guarded_cpu_id_lock_acquire:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L9
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L1:
    ldr r5, [lr, #4]
    cmp r5, #0
    blt L3
    add r12, r12, r5, lsl #18
    ldr r4, [r12]
    dmb ish
    cmp r4, #0
    bne L6
    ldr r4, [r12, #4]
    cmp r4, r2
    bne L5
    str r12, [r1]
    str r3, [r12, #4]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    mov r0, #0
L4:
    pop {r4, r5, r11, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_queue_pop:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L8
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L9
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    dmb ish
    cmp lr, #0
    bne L6
    ldr lr, [r12, #8]
    ldr r4, [r12, #4]
    sub lr, lr, r4
    cmp lr, #0
    beq L5
    ldr lr, [r12, #4]
    and lr, lr, r2
    add r4, r12, lr, lsl #2
    ldr lr, [r4, #12]
    str lr, [r1]
    ldr lr, [r12, #4]
    add lr, lr, #1
    str lr, [r12, #4]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    mov r0, #0
L4:
    pop {r4, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_queue_push:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L9
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L1:
    ldr r5, [lr, #4]
    cmp r5, #0
    blt L3
    add r12, r12, r5, lsl #18
    ldr r4, [r12]
    dmb ish
    cmp r4, #0
    bne L6
    ldr r4, [r12, #8]
    ldr r5, [r12, #4]
    sub r4, r4, r5
    cmp r4, r2
    beq L5
    ldr r4, [r12, #8]
    and r4, r4, r3
    add r5, r12, r4, lsl #2
    str r1, [r5, #12]
    ldr r4, [r12, #8]
    add r4, r4, #1
    dmb ish
    str r4, [r12, #8]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    mov r0, #0
L4:
    pop {r4, r5, r11, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_ring_discard:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L9
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L1:
    ldr r5, [lr, #4]
    cmp r5, #0
    blt L3
    add r12, r12, r5, lsl #18
    ldr r4, [r12]
    dmb ish
    cmp r4, #0
    bne L6
    ldr r4, [r12, #8]
    cmp r4, r1
    bne L5
    add r4, r4, r12
    cmp r4, r2
    bne L5
    str r3, [r12, #8]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    mov r0, #0
L4:
    pop {r4, r5, r11, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_ring_pad:
    push {r4, r5, r6, r7, r8, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r8, [sp, #28]
    mov r0, #2
    ldr r5, [sp, #32]
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
    add r6, r6, r7
    ldr r6, [r6]
    adr r4, L9
    ldr r7, [r4]
    add r7, r7, r4
    str r7, [r6, #8]
L1:
    ldr r4, [r6, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr r7, [r12]
    dmb ish
    cmp r7, #0
    bne L6
    ldr r7, [r12, #4]
    cmp r7, r2
    bne L5
    ldr r4, [r12, #8]
    sub r7, r7, r4
    cmp r7, r3
    bhi L5
    ldr r7, [r12, #4]
    and r7, r7, lr
    add r7, r7, r12
    add r7, r7, #64
    mov r1, r7
    str r8, [r1]
    dmb ish
    str r5, [r12, #4]
L2:
    b L10
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L10:
    mov r0, #0
L4:
    pop {r4, r5, r6, r7, r8, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

guarded_cpu_id_ring_write:
    push {r4, r5, r6, r7, r8, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r8, [sp, #28]
    mov r0, #2
    ldr r5, [sp, #32]
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
    add r6, r6, r7
    ldr r6, [r6]
    adr r4, L9
    ldr r7, [r4]
    add r7, r7, r4
    str r7, [r6, #8]
L1:
    ldr r4, [r6, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr r7, [r12]
    dmb ish
    cmp r7, #0
    bne L6
    ldr r7, [r12, #4]
    ldr r4, [r12, #8]
    sub r7, r7, r4
    cmp r7, r8
    bhi L5
    ldr r7, [r12, #4]
    and r7, r7, r5
    cmp r7, r8
    bhi L5
    add r7, r7, r12
    add r7, r7, #64
    mov r2, r7
    str r3, [r2]
    add r7, r7, #8
    mov r2, r7
    cmp r3, #0
    beq L10
L11:
    ldrb r7, [r1], #1
    strb r7, [r2], #1
    subs r3, r3, #1
    bne L11
L10:
    ldr r7, [r12, #4]
    add r7, r7, lr
    dmb ish
    str r7, [r12, #4]
L2:
    b L12
    .p2align 2
L9:
    .long L0-L9
    .long 3891650291
L3:
    b L4
L12:
    mov r0, #0
L4:
    pop {r4, r5, r6, r7, r8, pc}
L6:
    mov r0, #3
    b L4
L5:
    mov r0, #1
    b L4

here_cpu_id_add:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
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
    add r3, r3, r2
    ldr r3, [r3]
    adr lr, L7
    ldr r2, [lr]
    add r2, r2, lr
    str r2, [r3, #8]
L1:
    ldr lr, [r3, #4]
    cmp lr, #0
    blt L3
    add r12, r12, lr, lsl #18
    ldr r2, [r12]
    add r2, r2, r1
    str r2, [r12]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    mov r0, #0
L4:
    pop {r11, pc}

here_cpu_id_load_add_load_load_add_store:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L6
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L7
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    ldr lr, [lr, r1]
    ldr r4, [lr]
    add r4, r4, r2
    str r4, [lr]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    mov r0, #0
L4:
    pop {r4, pc}

here_cpu_id_load_add_load_load_add_store_release:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L6
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L7
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    ldr lr, [lr, r1]
    ldr r4, [lr]
    add r4, r4, r2
    dmb ish
    str r4, [lr]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    mov r0, #0
L4:
    pop {r4, pc}

here_cpu_id_load_add_store:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
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
    add r3, r3, r2
    ldr r3, [r3]
    adr lr, L7
    ldr r2, [lr]
    add r2, r2, lr
    str r2, [r3, #8]
L1:
    ldr lr, [r3, #4]
    cmp lr, #0
    blt L3
    add r12, r12, lr, lsl #18
    ldr r2, [r12]
    add r2, r2, r1
    str r2, [r12]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    mov r0, #0
L4:
    pop {r11, pc}

here_cpu_id_load_add_store_release:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
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
    add r3, r3, r2
    ldr r3, [r3]
    adr lr, L7
    ldr r2, [lr]
    add r2, r2, lr
    str r2, [r3, #8]
L1:
    ldr lr, [r3, #4]
    cmp lr, #0
    blt L3
    add r12, r12, lr, lsl #18
    ldr r2, [r12]
    add r2, r2, r1
    dmb ish
    str r2, [r12]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    mov r0, #0
L4:
    pop {r11, pc}

here_cpu_id_load_cbeq_store_add_load_store:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L8
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L1:
    ldr r5, [lr, #4]
    cmp r5, #0
    blt L3
    add r12, r12, r5, lsl #18
    ldr r4, [r12]
    cmp r4, r2
    beq L5
    str r4, [r1]
    ldr r4, [r4, r3]
    str r4, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, r5, r11, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbeq_store_add_load_store_release:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L8
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L1:
    ldr r5, [lr, #4]
    cmp r5, #0
    blt L3
    add r12, r12, r5, lsl #18
    ldr r4, [r12]
    cmp r4, r2
    beq L5
    str r4, [r1]
    ldr r4, [r4, r3]
    dmb ish
    str r4, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, r5, r11, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbne_load_cbne_store:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
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
    add r4, r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r5, r6
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add r12, r12, r6, lsl #18
    add r1, r1, r6, lsl #18
    ldr r5, [r12]
    cmp r5, r2
    bne L5
    ldr r5, [r1]
    cmp r5, r3
    bne L5
    str lr, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, r5, r6, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbne_load_cbne_store_release:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
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
    add r4, r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r5, r6
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add r12, r12, r6, lsl #18
    add r1, r1, r6, lsl #18
    ldr r5, [r12]
    cmp r5, r2
    bne L5
    ldr r5, [r1]
    cmp r5, r3
    bne L5
    dmb ish
    str lr, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, r5, r6, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbne_memcpy_store:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
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
    add r5, r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r6, r7
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add r12, r12, r7, lsl #18
    add r1, r1, r7, lsl #18
    ldr r6, [r12]
    cmp r6, r3
    bne L5
    cmp lr, #0
    beq L9
L10:
    ldrb r6, [r2], #1
    strb r6, [r1], #1
    subs lr, lr, #1
    bne L10
L9:
    str r4, [r12]
L2:
    b L11
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L11:
    mov r0, #0
L4:
    pop {r4, r5, r6, r7, r11, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbne_memcpy_store_release:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
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
    add r5, r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r6, r7
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add r12, r12, r7, lsl #18
    add r1, r1, r7, lsl #18
    ldr r6, [r12]
    cmp r6, r3
    bne L5
    cmp lr, #0
    beq L9
L10:
    ldrb r6, [r2], #1
    strb r6, [r1], #1
    subs lr, lr, #1
    bne L10
L9:
    dmb ish
    str r4, [r12]
L2:
    b L11
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L11:
    mov r0, #0
L4:
    pop {r4, r5, r6, r7, r11, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbne_store:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L7
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L8
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    cmp lr, r1
    bne L5
    str r2, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbne_store_release:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
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
    adr lr, L7
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L8
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    cmp lr, r1
    bne L5
    dmb ish
    str r2, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbne_store_store:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
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
    add r4, r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r5, r6
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add r12, r12, r6, lsl #18
    add r1, r1, r6, lsl #18
    ldr r5, [r12]
    cmp r5, r2
    bne L5
    str r3, [r1]
    str lr, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, r5, r6, pc}
L5:
    mov r0, #1
    b L4

here_cpu_id_load_cbne_store_store_release:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
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
    add r4, r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r5, r6
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add r12, r12, r6, lsl #18
    add r1, r1, r6, lsl #18
    ldr r5, [r12]
    cmp r5, r2
    bne L5
    str r3, [r1]
    dmb ish
    str lr, [r12]
L2:
    b L9
    .p2align 2
L8:
    .long L0-L8
    .long 3891650291
L3:
    b L4
L9:
    mov r0, #0
L4:
    pop {r4, r5, r6, pc}
L5:
    mov r0, #1
    b L4

here_mm_cid_add:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
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
    add r3, r3, r2
    ldr r3, [r3, #4]
    adr lr, L7
    ldr r2, [lr]
    add r2, r2, lr
    str r2, [r3, #8]
L1:
    ldr r2, [r3, #4]
    cmp r2, #0
    blt L3
    ldr lr, [r3, #24]
    cmp lr, #0
    blt L3
    add r12, r12, lr, lsl #18
    ldr r2, [r12]
    add r2, r2, r1
    str r2, [r12]
L2:
    b L8
    .p2align 2
L7:
    .long L0-L7
    .long 3891650291
L3:
    b L4
L8:
    mov r0, #0
L4:
    pop {r11, pc}

on_cpu_id_load_add_load_load_add_store:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L7
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L2:
    ldr r4, [lr, #4]
    cmp r4, r12
    bne L4
    ldr r4, [r1]
    ldr r4, [r4, r2]
    ldr r5, [r4]
    add r5, r5, r3
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
    mov r0, #0
L0:
    pop {r4, r5, r11, pc}

on_cpu_id_load_add_load_load_add_store_release:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L7
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L2:
    ldr r4, [lr, #4]
    cmp r4, r12
    bne L4
    ldr r4, [r1]
    ldr r4, [r4, r2]
    ldr r5, [r4]
    add r5, r5, r3
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
    mov r0, #0
L0:
    pop {r4, r5, r11, pc}

on_cpu_id_load_add_store:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
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
    adr lr, L6
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L7
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L2:
    ldr lr, [r3, #4]
    cmp lr, r12
    bne L4
    ldr lr, [r1]
    add lr, lr, r2
    str lr, [r1]
L3:
    b L8
    .p2align 2
L7:
    .long L1-L7
    .long 3891650291
L4:
    b L0
L8:
    mov r0, #0
L0:
    pop {r4, pc}

on_cpu_id_load_add_store_release:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
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
    adr lr, L6
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    adr r4, L7
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L2:
    ldr lr, [r3, #4]
    cmp lr, r12
    bne L4
    ldr lr, [r1]
    add lr, lr, r2
    dmb ish
    str lr, [r1]
L3:
    b L8
    .p2align 2
L7:
    .long L1-L7
    .long 3891650291
L4:
    b L0
L8:
    mov r0, #0
L0:
    pop {r4, pc}

on_cpu_id_load_cbeq_store_add_load_store:
    push {r4, r5, r6, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
    ldr lr, [sp, #16]
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
    add r4, r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r5, r6
    str r5, [r4, #8]
L2:
    ldr r5, [r4, #4]
    cmp r5, r12
    bne L4
    ldr r5, [r1]
    cmp r5, r3
    beq L5
    str r5, [r2]
    ldr r5, [r5, lr]
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
    mov r0, #0
L0:
    pop {r4, r5, r6, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbeq_store_add_load_store_release:
    push {r4, r5, r6, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
    ldr lr, [sp, #16]
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
    add r4, r4, r5
    ldr r4, [r4]
    adr r6, L8
    ldr r5, [r6]
    add r5, r5, r6
    str r5, [r4, #8]
L2:
    ldr r5, [r4, #4]
    cmp r5, r12
    bne L4
    ldr r5, [r1]
    cmp r5, r3
    beq L5
    str r5, [r2]
    ldr r5, [r5, lr]
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
    mov r0, #0
L0:
    pop {r4, r5, r6, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbne_load_cbne_store:
    push {r4, r5, r6, r7, r11, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
    ldr lr, [sp, #28]
    ldr r4, [sp, #24]
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
    add r5, r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r6, r7
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
    str lr, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    mov r0, #0
L0:
    pop {r4, r5, r6, r7, r11, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbne_load_cbne_store_release:
    push {r4, r5, r6, r7, r11, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
    ldr lr, [sp, #28]
    ldr r4, [sp, #24]
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
    add r5, r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r6, r7
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
    str lr, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    mov r0, #0
L0:
    pop {r4, r5, r6, r7, r11, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbne_memcpy_store:
    push {r4, r5, r6, r7, r8, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
    add lr, sp, #24
    ldm lr, {r5, r8, lr}
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
    add r6, r6, r7
    ldr r6, [r6]
    adr r4, L8
    ldr r7, [r4]
    add r7, r7, r4
    str r7, [r6, #8]
L2:
    ldr r7, [r6, #4]
    cmp r7, r12
    bne L4
    ldr r7, [r1]
    cmp r7, r5
    bne L5
    cmp r8, #0
    beq L9
L10:
    ldrb r7, [r3], #1
    strb r7, [r2], #1
    subs r8, r8, #1
    bne L10
L9:
    str lr, [r1]
L3:
    b L11
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L11:
    mov r0, #0
L0:
    pop {r4, r5, r6, r7, r8, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbne_memcpy_store_release:
    push {r4, r5, r6, r7, r8, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
    add lr, sp, #24
    ldm lr, {r5, r8, lr}
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
    add r6, r6, r7
    ldr r6, [r6]
    adr r4, L8
    ldr r7, [r4]
    add r7, r7, r4
    str r7, [r6, #8]
L2:
    ldr r7, [r6, #4]
    cmp r7, r12
    bne L4
    ldr r7, [r1]
    cmp r7, r5
    bne L5
    cmp r8, #0
    beq L9
L10:
    ldrb r7, [r3], #1
    strb r7, [r2], #1
    subs r8, r8, #1
    bne L10
L9:
    dmb ish
    str lr, [r1]
L3:
    b L11
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L11:
    mov r0, #0
L0:
    pop {r4, r5, r6, r7, r8, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbne_store:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L8
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L2:
    ldr r4, [lr, #4]
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
    mov r0, #0
L0:
    pop {r4, r5, r11, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbne_store_release:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
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
    ldr lr, [r4]
    ldr lr, [lr, r4]
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    adr r5, L8
    ldr r4, [r5]
    add r4, r4, r5
    str r4, [lr, #8]
L2:
    ldr r4, [lr, #4]
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
    mov r0, #0
L0:
    pop {r4, r5, r11, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbne_store_store:
    push {r4, r5, r6, r7, r11, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
    ldr lr, [sp, #28]
    ldr r4, [sp, #24]
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
    add r5, r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r6, r7
    str r6, [r5, #8]
L2:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L4
    ldr r6, [r1]
    cmp r6, r3
    bne L5
    str r4, [r2]
    str lr, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    mov r0, #0
L0:
    pop {r4, r5, r6, r7, r11, pc}
L5:
    mov r0, #1
    b L0

on_cpu_id_load_cbne_store_store_release:
    push {r4, r5, r6, r7, r11, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
    ldr lr, [sp, #28]
    ldr r4, [sp, #24]
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
    add r5, r5, r6
    ldr r5, [r5]
    adr r7, L8
    ldr r6, [r7]
    add r6, r6, r7
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
    str lr, [r1]
L3:
    b L9
    .p2align 2
L8:
    .long L1-L8
    .long 3891650291
L4:
    b L0
L9:
    mov r0, #0
L0:
    pop {r4, r5, r6, r7, r11, pc}
L5:
    mov r0, #1
    b L0

on_mm_cid_load_add_store:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    cmp r12, #0
    bmi L0
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
    adr lr, L6
    ldr r3, [lr]
    ldr r3, [r3, lr]
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3, #4]
    adr r4, L7
    ldr lr, [r4]
    add lr, lr, r4
    str lr, [r3, #8]
L2:
    ldr lr, [r3, #4]
    cmp lr, #0
    blt L4
    ldr lr, [r3, #24]
    cmp lr, r12
    bne L4
    ldr lr, [r1]
    add lr, lr, r2
    str lr, [r1]
L3:
    b L8
    .p2align 2
L7:
    .long L1-L7
    .long 3891650291
L4:
    b L0
L8:
    mov r0, #0
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
    add r0, r0, r1
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
    add r0, r0, r1
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
    add r0, r0, r1
    bx lr

thread_pointer:
    mrc p15, #0, r0, c13, c0, #3
    bx lr

