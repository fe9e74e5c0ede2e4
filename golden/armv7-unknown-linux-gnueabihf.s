here_cpu_id_add:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r2, c13, c0, #3
    add r3, r3, r2
    ldr r3, [r3]
    ldr r2, L8
L9:
    add r2, pc, r2
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
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r11, pc}

here_cpu_id_load_add_load_load_add_store:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    ldr lr, L8
L9:
    add lr, pc, lr
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
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r4, pc}

here_cpu_id_load_add_load_load_add_store_release:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    ldr lr, L8
L9:
    add lr, pc, lr
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
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r4, pc}

here_cpu_id_load_add_store:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r2, c13, c0, #3
    add r3, r3, r2
    ldr r3, [r3]
    ldr r2, L8
L9:
    add r2, pc, r2
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
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r11, pc}

here_cpu_id_load_add_store_release:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r2, c13, c0, #3
    add r3, r3, r2
    ldr r3, [r3]
    ldr r2, L8
L9:
    add r2, pc, r2
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
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r11, pc}

here_cpu_id_load_cbeq_store_add_load_store:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr lr, L4
L5:
    ldr lr, [pc, lr]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    ldr r4, L8
L9:
    add r4, pc, r4
    str r4, [lr, #8]
L1:
    ldr r5, [lr, #4]
    cmp r5, #0
    blt L3
    add r12, r12, r5, lsl #18
    ldr r4, [r12]
    cmp r4, r2
    beq L10
    str r4, [r1]
    ldr r4, [r4, r3]
    str r4, [r12]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r11, pc}
L10:
    mov r0, #1
    b L12

here_cpu_id_load_cbeq_store_add_load_store_release:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr lr, L4
L5:
    ldr lr, [pc, lr]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    ldr r4, L8
L9:
    add r4, pc, r4
    str r4, [lr, #8]
L1:
    ldr r5, [lr, #4]
    cmp r5, #0
    blt L3
    add r12, r12, r5, lsl #18
    ldr r4, [r12]
    cmp r4, r2
    beq L10
    str r4, [r1]
    ldr r4, [r4, r3]
    dmb ish
    str r4, [r12]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r11, pc}
L10:
    mov r0, #1
    b L12

here_cpu_id_load_cbne_load_cbne_store:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r4, L4
L5:
    ldr r4, [pc, r4]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r5, c13, c0, #3
    add r4, r4, r5
    ldr r4, [r4]
    ldr r5, L8
L9:
    add r5, pc, r5
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add r12, r12, r6, lsl #18
    add r1, r1, r6, lsl #18
    ldr r5, [r12]
    cmp r5, r2
    bne L10
    ldr r5, [r1]
    cmp r5, r3
    bne L10
    str lr, [r12]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, pc}
L10:
    mov r0, #1
    b L12

here_cpu_id_load_cbne_load_cbne_store_release:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r4, L4
L5:
    ldr r4, [pc, r4]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r5, c13, c0, #3
    add r4, r4, r5
    ldr r4, [r4]
    ldr r5, L8
L9:
    add r5, pc, r5
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add r12, r12, r6, lsl #18
    add r1, r1, r6, lsl #18
    ldr r5, [r12]
    cmp r5, r2
    bne L10
    ldr r5, [r1]
    cmp r5, r3
    bne L10
    dmb ish
    str lr, [r12]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, pc}
L10:
    mov r0, #1
    b L12

here_cpu_id_load_cbne_memcpy_store:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r5, L4
L5:
    ldr r5, [pc, r5]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r6, c13, c0, #3
    add r5, r5, r6
    ldr r5, [r5]
    ldr r6, L8
L9:
    add r6, pc, r6
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add r12, r12, r7, lsl #18
    add r1, r1, r7, lsl #18
    ldr r6, [r12]
    cmp r6, r3
    bne L10
    cmp lr, #0
    beq L11
L12:
    ldrb r6, [r2], #1
    strb r6, [r1], #1
    subs lr, lr, #1
    bne L12
L11:
    str r4, [r12]
L2:
    b L13
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L14
L13:
    mov r0, #0
L14:
    pop {r4, r5, r6, r7, r11, pc}
L10:
    mov r0, #1
    b L14

here_cpu_id_load_cbne_memcpy_store_release:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r5, L4
L5:
    ldr r5, [pc, r5]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r6, c13, c0, #3
    add r5, r5, r6
    ldr r5, [r5]
    ldr r6, L8
L9:
    add r6, pc, r6
    str r6, [r5, #8]
L1:
    ldr r7, [r5, #4]
    cmp r7, #0
    blt L3
    add r12, r12, r7, lsl #18
    add r1, r1, r7, lsl #18
    ldr r6, [r12]
    cmp r6, r3
    bne L10
    cmp lr, #0
    beq L11
L12:
    ldrb r6, [r2], #1
    strb r6, [r1], #1
    subs lr, lr, #1
    bne L12
L11:
    dmb ish
    str r4, [r12]
L2:
    b L13
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L14
L13:
    mov r0, #0
L14:
    pop {r4, r5, r6, r7, r11, pc}
L10:
    mov r0, #1
    b L14

here_cpu_id_load_cbne_store:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    ldr lr, L8
L9:
    add lr, pc, lr
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    cmp lr, r1
    bne L10
    str r2, [r12]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, pc}
L10:
    mov r0, #1
    b L12

here_cpu_id_load_cbne_store_release:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    ldr lr, L8
L9:
    add lr, pc, lr
    str lr, [r3, #8]
L1:
    ldr r4, [r3, #4]
    cmp r4, #0
    blt L3
    add r12, r12, r4, lsl #18
    ldr lr, [r12]
    cmp lr, r1
    bne L10
    dmb ish
    str r2, [r12]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, pc}
L10:
    mov r0, #1
    b L12

here_cpu_id_load_cbne_store_store:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r4, L4
L5:
    ldr r4, [pc, r4]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r5, c13, c0, #3
    add r4, r4, r5
    ldr r4, [r4]
    ldr r5, L8
L9:
    add r5, pc, r5
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add r12, r12, r6, lsl #18
    add r1, r1, r6, lsl #18
    ldr r5, [r12]
    cmp r5, r2
    bne L10
    str r3, [r1]
    str lr, [r12]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, pc}
L10:
    mov r0, #1
    b L12

here_cpu_id_load_cbne_store_store_release:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r4, L4
L5:
    ldr r4, [pc, r4]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r5, c13, c0, #3
    add r4, r4, r5
    ldr r4, [r4]
    ldr r5, L8
L9:
    add r5, pc, r5
    str r5, [r4, #8]
L1:
    ldr r6, [r4, #4]
    cmp r6, #0
    blt L3
    add r12, r12, r6, lsl #18
    add r1, r1, r6, lsl #18
    ldr r5, [r12]
    cmp r5, r2
    bne L10
    str r3, [r1]
    dmb ish
    str lr, [r12]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, pc}
L10:
    mov r0, #1
    b L12

here_mm_cid_add:
    push {r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r2, c13, c0, #3
    add r3, r3, r2
    ldr r3, [r3, #4]
    ldr r2, L8
L9:
    add r2, pc, r2
    str r2, [r3, #8]
L1:
    ldr lr, [r3, #24]
    cmp lr, #0
    blt L3
    add r12, r12, lr, lsl #18
    ldr r2, [r12]
    add r2, r2, r1
    str r2, [r12]
L2:
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r11, pc}

on_cpu_id_load_add_load_load_add_store:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr lr, L4
L5:
    ldr lr, [pc, lr]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    ldr r4, L8
L9:
    add r4, pc, r4
    str r4, [lr, #8]
L1:
    ldr r4, [lr, #4]
    cmp r4, r12
    bne L3
    ldr r4, [r1]
    ldr r4, [r4, r2]
    ldr r5, [r4]
    add r5, r5, r3
    str r5, [r4]
L2:
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r4, r5, r11, pc}

on_cpu_id_load_add_load_load_add_store_release:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr lr, L4
L5:
    ldr lr, [pc, lr]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    ldr r4, L8
L9:
    add r4, pc, r4
    str r4, [lr, #8]
L1:
    ldr r4, [lr, #4]
    cmp r4, r12
    bne L3
    ldr r4, [r1]
    ldr r4, [r4, r2]
    ldr r5, [r4]
    add r5, r5, r3
    dmb ish
    str r5, [r4]
L2:
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r4, r5, r11, pc}

on_cpu_id_load_add_store:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    ldr lr, L8
L9:
    add lr, pc, lr
    str lr, [r3, #8]
L1:
    ldr lr, [r3, #4]
    cmp lr, r12
    bne L3
    ldr lr, [r1]
    add lr, lr, r2
    str lr, [r1]
L2:
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r4, pc}

on_cpu_id_load_add_store_release:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3]
    ldr lr, L8
L9:
    add lr, pc, lr
    str lr, [r3, #8]
L1:
    ldr lr, [r3, #4]
    cmp lr, r12
    bne L3
    ldr lr, [r1]
    add lr, lr, r2
    dmb ish
    str lr, [r1]
L2:
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r4, pc}

on_cpu_id_load_cbeq_store_add_load_store:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r4, L4
L5:
    ldr r4, [pc, r4]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r5, c13, c0, #3
    add r4, r4, r5
    ldr r4, [r4]
    ldr r5, L8
L9:
    add r5, pc, r5
    str r5, [r4, #8]
L1:
    ldr r5, [r4, #4]
    cmp r5, r12
    bne L3
    ldr r5, [r1]
    cmp r5, r3
    beq L10
    str r5, [r2]
    ldr r5, [r5, lr]
    str r5, [r1]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, pc}
L10:
    mov r0, #1
    b L12

on_cpu_id_load_cbeq_store_add_load_store_release:
    push {r4, r5, r6, lr}
    ldr lr, [sp, #16]
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r4, L4
L5:
    ldr r4, [pc, r4]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r5, c13, c0, #3
    add r4, r4, r5
    ldr r4, [r4]
    ldr r5, L8
L9:
    add r5, pc, r5
    str r5, [r4, #8]
L1:
    ldr r5, [r4, #4]
    cmp r5, r12
    bne L3
    ldr r5, [r1]
    cmp r5, r3
    beq L10
    str r5, [r2]
    ldr r5, [r5, lr]
    dmb ish
    str r5, [r1]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, pc}
L10:
    mov r0, #1
    b L12

on_cpu_id_load_cbne_load_cbne_store:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r5, L4
L5:
    ldr r5, [pc, r5]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r6, c13, c0, #3
    add r5, r5, r6
    ldr r5, [r5]
    ldr r6, L8
L9:
    add r6, pc, r6
    str r6, [r5, #8]
L1:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L3
    ldr r6, [r1]
    cmp r6, r3
    bne L10
    ldr r6, [r2]
    cmp r6, lr
    bne L10
    str r4, [r1]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, r7, r11, pc}
L10:
    mov r0, #1
    b L12

on_cpu_id_load_cbne_load_cbne_store_release:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r5, L4
L5:
    ldr r5, [pc, r5]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r6, c13, c0, #3
    add r5, r5, r6
    ldr r5, [r5]
    ldr r6, L8
L9:
    add r6, pc, r6
    str r6, [r5, #8]
L1:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L3
    ldr r6, [r1]
    cmp r6, r3
    bne L10
    ldr r6, [r2]
    cmp r6, lr
    bne L10
    dmb ish
    str r4, [r1]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, r7, r11, pc}
L10:
    mov r0, #1
    b L12

on_cpu_id_load_cbne_memcpy_store:
    push {r4, r5, r6, r7, r8, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r8, [sp, #28]
    mov r0, #2
    ldr r5, [sp, #32]
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r6, L4
L5:
    ldr r6, [pc, r6]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r7, c13, c0, #3
    add r6, r6, r7
    ldr r6, [r6]
    ldr r7, L8
L9:
    add r7, pc, r7
    str r7, [r6, #8]
L1:
    ldr r7, [r6, #4]
    cmp r7, r12
    bne L3
    ldr r7, [r1]
    cmp r7, lr
    bne L10
    cmp r8, #0
    beq L11
L12:
    ldrb r7, [r3], #1
    strb r7, [r2], #1
    subs r8, r8, #1
    bne L12
L11:
    str r5, [r1]
L2:
    b L13
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L14
L13:
    mov r0, #0
L14:
    pop {r4, r5, r6, r7, r8, pc}
L10:
    mov r0, #1
    b L14

on_cpu_id_load_cbne_memcpy_store_release:
    push {r4, r5, r6, r7, r8, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r8, [sp, #28]
    mov r0, #2
    ldr r5, [sp, #32]
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r6, L4
L5:
    ldr r6, [pc, r6]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r7, c13, c0, #3
    add r6, r6, r7
    ldr r6, [r6]
    ldr r7, L8
L9:
    add r7, pc, r7
    str r7, [r6, #8]
L1:
    ldr r7, [r6, #4]
    cmp r7, r12
    bne L3
    ldr r7, [r1]
    cmp r7, lr
    bne L10
    cmp r8, #0
    beq L11
L12:
    ldrb r7, [r3], #1
    strb r7, [r2], #1
    subs r8, r8, #1
    bne L12
L11:
    dmb ish
    str r5, [r1]
L2:
    b L13
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L14
L13:
    mov r0, #0
L14:
    pop {r4, r5, r6, r7, r8, pc}
L10:
    mov r0, #1
    b L14

on_cpu_id_load_cbne_store:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr lr, L4
L5:
    ldr lr, [pc, lr]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    ldr r4, L8
L9:
    add r4, pc, r4
    str r4, [lr, #8]
L1:
    ldr r4, [lr, #4]
    cmp r4, r12
    bne L3
    ldr r4, [r1]
    cmp r4, r2
    bne L10
    str r3, [r1]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r11, pc}
L10:
    mov r0, #1
    b L12

on_cpu_id_load_cbne_store_release:
    push {r4, r5, r11, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr lr, L4
L5:
    ldr lr, [pc, lr]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r4, c13, c0, #3
    add lr, lr, r4
    ldr lr, [lr]
    ldr r4, L8
L9:
    add r4, pc, r4
    str r4, [lr, #8]
L1:
    ldr r4, [lr, #4]
    cmp r4, r12
    bne L3
    ldr r4, [r1]
    cmp r4, r2
    bne L10
    dmb ish
    str r3, [r1]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r11, pc}
L10:
    mov r0, #1
    b L12

on_cpu_id_load_cbne_store_store:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r5, L4
L5:
    ldr r5, [pc, r5]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r6, c13, c0, #3
    add r5, r5, r6
    ldr r5, [r5]
    ldr r6, L8
L9:
    add r6, pc, r6
    str r6, [r5, #8]
L1:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L3
    ldr r6, [r1]
    cmp r6, r3
    bne L10
    str lr, [r2]
    str r4, [r1]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, r7, r11, pc}
L10:
    mov r0, #1
    b L12

on_cpu_id_load_cbne_store_store_release:
    push {r4, r5, r6, r7, r11, lr}
    ldr lr, [sp, #24]
    mov r12, r0
    ldr r4, [sp, #28]
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r5, L4
L5:
    ldr r5, [pc, r5]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, r6, c13, c0, #3
    add r5, r5, r6
    ldr r5, [r5]
    ldr r6, L8
L9:
    add r6, pc, r6
    str r6, [r5, #8]
L1:
    ldr r6, [r5, #4]
    cmp r6, r12
    bne L3
    ldr r6, [r1]
    cmp r6, r3
    bne L10
    str lr, [r2]
    dmb ish
    str r4, [r1]
L2:
    b L11
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L12
L11:
    mov r0, #0
L12:
    pop {r4, r5, r6, r7, r11, pc}
L10:
    mov r0, #1
    b L12

on_mm_cid_load_add_store:
    push {r4, lr}
    mov r12, r0
    mov r0, #2
    .section __rseq_cs,"aw",%progbits
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",%progbits
    .long L0
    .long 0
    ldr r3, L4
L5:
    ldr r3, [pc, r3]
    b L6
L4:
L7:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L7-L5-8)
L6:
    mrc p15, #0, lr, c13, c0, #3
    add r3, r3, lr
    ldr r3, [r3, #4]
    ldr lr, L8
L9:
    add lr, pc, lr
    str lr, [r3, #8]
L1:
    ldr lr, [r3, #24]
    cmp lr, r12
    bne L3
    ldr lr, [r1]
    add lr, lr, r2
    str lr, [r1]
L2:
    b L10
L8:
    .long L0-(L9+8)
    .inst 0xe7f5def3
L3:
    b L11
L10:
    mov r0, #0
L11:
    pop {r4, pc}

thread_area_cpu_id:
    ldr r0, L0
L1:
    ldr r0, [pc, r0]
    b L2
L0:
L3:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L3-L1-8)
L2:
    mrc p15, #0, r1, c13, c0, #3
    add r0, r0, r1
    ldr r0, [r0]
    bx lr

thread_area_mm_cid:
    ldr r0, L0
L1:
    ldr r0, [pc, r0]
    b L2
L0:
L3:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L3-L1-8)
L2:
    mrc p15, #0, r1, c13, c0, #3
    add r0, r0, r1
    ldr r0, [r0, #4]
    bx lr

thread_block:
    ldr r0, L0
L1:
    ldr r0, [pc, r0]
    b L2
L0:
L3:
    .long __perseq_core_0_1_block(GOTTPOFF)+(L3-L1-8)
L2:
    mrc p15, #0, r1, c13, c0, #3
    add r0, r0, r1
    bx lr

thread_pointer:
    mrc p15, #0, r0, c13, c0, #3
    bx lr

