.section .tdata.perseq,"awT",@progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 36
__perseq_core_0_1_block:
    .long _RNvNt…11perseq_core6thread12UNREGISTERED
    .long _RNvNt…11perseq_core6thread12UNREGISTERED
    .zero 28

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
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %ecx
    movl 36(%esp), %eax
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    testl %ebx, %ebx
    je L5
    addl $-1, %ebx
    movl (%ecx), %edx
    movl 12(%edx,%ebx,4), %esi
    movl 4(%ecx), %edx
    movl %esi, (%edx)
    movl (%ecx), %edx
    movl %ebx, 8(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_pop_batch:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %ebx
    movl 68(%esp), %eax
    movl 64(%esp), %ecx
    movl 60(%esp), %edx
    movl 56(%esp), %esi
    movl 52(%esp), %edi
    movl %ebx, 8(%esp)
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %eax, 28(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    cmpl 12(%ecx), %ebx
    jb L5
    addl 16(%ecx), %ebx
    movl (%ecx), %edx
    leal 12(%edx,%ebx,4), %ebx
    movl %ebx, 8(%ecx)
    movl 8(%ecx), %edx
    movl 4(%ecx), %esi
    cmpl $0, 20(%ecx)
    je L9
L10:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 20(%ecx)
    jne L10
L9:
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    addl 16(%ecx), %ebx
    movl (%ecx), %edx
    movl %ebx, 8(%edx)
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
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_pop_open:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %ecx
    movl 36(%esp), %eax
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl 4(%edx), %esi
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    addl $-1, %ebx
    cmpl %esi, %ebx
    jae L5
    movl (%ecx), %edx
    movl 12(%edx,%ebx,4), %esi
    movl 4(%ecx), %edx
    movl %esi, (%edx)
    movl (%ecx), %edx
    movl %ebx, 8(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_push:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    cmpl 8(%ecx), %ebx
    je L5
    movl (%ecx), %edx
    movl 4(%ecx), %esi
    movl %esi, 12(%edx,%ebx,4)
    addl $1, %ebx
    movl (%ecx), %edx
    movl %ebx, 8(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_push_batch:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %ebx
    movl 68(%esp), %eax
    movl 64(%esp), %ecx
    movl 60(%esp), %edx
    movl 56(%esp), %esi
    movl 52(%esp), %edi
    movl %ebx, 8(%esp)
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %eax, 28(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    cmpl 16(%ecx), %ebx
    ja L5
    movl (%ecx), %edx
    leal 12(%edx,%ebx,4), %ebx
    movl %ebx, 8(%ecx)
    movl 4(%ecx), %edx
    movl 8(%ecx), %esi
    cmpl $0, 20(%ecx)
    je L9
L10:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 20(%ecx)
    jne L10
L9:
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    addl 12(%ecx), %ebx
    movl (%ecx), %edx
    movl %ebx, 8(%edx)
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
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_array_push_open:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %ecx
    movl 36(%esp), %eax
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl 4(%edx), %esi
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    cmpl %esi, %ebx
    jae L5
    movl (%ecx), %edx
    movl 4(%ecx), %esi
    movl %esi, 12(%edx,%ebx,4)
    addl $1, %ebx
    movl (%ecx), %edx
    movl %ebx, 8(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_flag_set:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%ecx), %esi
    movl %esi, (%edx)
    movl (%ecx), %edx
    movl 8(%ecx), %esi
    movl %esi, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L5:
    movb $3, %al
    jmp L4

guarded_cpu_id_list_pop:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    testl %ebx, %ebx
    je L5
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
    addl 8(%ecx), %ebx
    movl (%ebx), %ebx
    movl (%ecx), %edx
    movl %ebx, 4(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_list_push:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L5
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
    movl (%ecx), %edx
    movl 8(%ecx), %esi
    movl %esi, 4(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L5:
    movb $3, %al
    jmp L4

guarded_cpu_id_lock_acquire:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %esi
    movl 44(%esp), %eax
    movl 40(%esp), %ecx
    movl 36(%esp), %edx
    movl %esi, 4(%esp)
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L5
    movl 4(%ecx), %edx
    movl (%ecx), %esi
    movl %esi, (%edx)
    movl (%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, 4(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_queue_pop:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    movl (%ecx), %edx
    subl 4(%edx), %ebx
    testl %ebx, %ebx
    je L5
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    andl 8(%ecx), %ebx
    movl (%ecx), %edx
    movl 12(%edx,%ebx,4), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    addl $1, %ebx
    movl (%ecx), %edx
    movl %ebx, 4(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_queue_push:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %esi
    movl 44(%esp), %eax
    movl 40(%esp), %ecx
    movl 36(%esp), %edx
    movl %esi, 4(%esp)
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    movl (%ecx), %edx
    subl 4(%edx), %ebx
    cmpl 8(%ecx), %ebx
    je L5
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    andl 12(%ecx), %ebx
    movl (%ecx), %edx
    movl 4(%ecx), %esi
    movl %esi, 12(%edx,%ebx,4)
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    addl $1, %ebx
    movl (%ecx), %edx
    movl %ebx, 8(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_ring_discard:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %esi
    movl 44(%esp), %eax
    movl 40(%esp), %ecx
    movl 36(%esp), %edx
    movl %esi, 4(%esp)
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 8(%edx), %ebx
    cmpl 4(%ecx), %ebx
    jne L5
    addl (%ecx), %ebx
    cmpl 8(%ecx), %ebx
    jne L5
    movl (%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, 8(%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_ring_pad:
    pushl %ebp
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $28, %esp
    movl 48(%esp), %ebp
    movl 72(%esp), %eax
    movl 68(%esp), %ecx
    movl 64(%esp), %edx
    movl 60(%esp), %esi
    movl 56(%esp), %edi
    movl 52(%esp), %ebx
    movl %ebp, (%esp)
    movl %ebx, 4(%esp)
    movl %edi, 8(%esp)
    movl %esi, 12(%esp)
    movl %edx, 16(%esp)
    movl %ecx, 20(%esp)
    movl %eax, 24(%esp)
    movb $2, %al
    movl %esp, %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L5
    movl (%ecx), %edx
    subl 8(%edx), %ebx
    cmpl 12(%ecx), %ebx
    ja L5
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    andl 16(%ecx), %ebx
    addl (%ecx), %ebx
    addl $64, %ebx
    movl %ebx, 4(%ecx)
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
    movl (%ecx), %edx
    movl 24(%ecx), %esi
    movl %esi, 4(%edx)
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
    addl $28, %esp
    popl %esi
    popl %edi
    popl %ebx
    popl %ebp
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

guarded_cpu_id_ring_write:
    pushl %ebp
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $28, %esp
    movl 48(%esp), %ebp
    movl 72(%esp), %eax
    movl 68(%esp), %ecx
    movl 64(%esp), %edx
    movl 60(%esp), %esi
    movl 56(%esp), %edi
    movl 52(%esp), %ebx
    movl %ebp, (%esp)
    movl %ebx, 4(%esp)
    movl %edi, 8(%esp)
    movl %esi, 12(%esp)
    movl %edx, 16(%esp)
    movl %ecx, 20(%esp)
    movl %eax, 24(%esp)
    movb $2, %al
    movl %esp, %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    cmpl $0, (%edx)
    jne L6
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    movl (%ecx), %edx
    subl 8(%edx), %ebx
    cmpl 20(%ecx), %ebx
    ja L5
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    andl 24(%ecx), %ebx
    cmpl 20(%ecx), %ebx
    ja L5
    addl (%ecx), %ebx
    addl $64, %ebx
    movl %ebx, 8(%ecx)
    movl 8(%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, (%edx)
    addl $8, %ebx
    movl %ebx, 8(%ecx)
    movl 4(%ecx), %edx
    movl 8(%ecx), %esi
    cmpl $0, 12(%ecx)
    je L9
L10:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 12(%ecx)
    jne L10
L9:
    movl (%ecx), %edx
    movl 4(%edx), %ebx
    addl 16(%ecx), %ebx
    movl (%ecx), %edx
    movl %ebx, 4(%edx)
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
    addl $28, %esp
    popl %esi
    popl %edi
    popl %ebx
    popl %ebp
    retl
L6:
    movb $3, %al
    jmp L4
L5:
    movb $1, %al
    jmp L4

here_cpu_id_add:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %ecx
    movl 36(%esp), %eax
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    calll L5
L5:
    popl %ebx
L6:
    leal _GLOBAL_OFFSET_TABLE_+(L6-L5)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L5(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl 4(%ecx), %esi
    addl %esi, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

here_cpu_id_load_add_load_load_add_store:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    calll L5
L5:
    popl %ebx
L6:
    leal _GLOBAL_OFFSET_TABLE_+(L6-L5)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L5(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    addl 4(%ecx), %ebx
    movl (%ebx), %ebx
    movl 8(%ecx), %esi
    addl %esi, (%ebx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

here_cpu_id_load_add_load_load_add_store_release:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    calll L5
L5:
    popl %ebx
L6:
    leal _GLOBAL_OFFSET_TABLE_+(L6-L5)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L5(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    addl 4(%ecx), %ebx
    movl (%ebx), %ebx
    movl 8(%ecx), %esi
    addl %esi, (%ebx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

here_cpu_id_load_add_store:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %ecx
    movl 36(%esp), %eax
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    calll L5
L5:
    popl %ebx
L6:
    leal _GLOBAL_OFFSET_TABLE_+(L6-L5)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L5(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    addl 4(%ecx), %ebx
    movl (%ecx), %edx
    movl %ebx, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

here_cpu_id_load_add_store_release:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %ecx
    movl 36(%esp), %eax
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    calll L5
L5:
    popl %ebx
L6:
    leal _GLOBAL_OFFSET_TABLE_+(L6-L5)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L5(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    addl 4(%ecx), %ebx
    movl (%ecx), %edx
    movl %ebx, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

here_cpu_id_load_cbeq_store_add_load_store:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %esi
    movl 44(%esp), %eax
    movl 40(%esp), %ecx
    movl 36(%esp), %edx
    movl %esi, 4(%esp)
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    je L5
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
    addl 12(%ecx), %ebx
    movl (%ebx), %ebx
    movl (%ecx), %edx
    movl %ebx, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbeq_store_add_load_store_release:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %esi
    movl 44(%esp), %eax
    movl 40(%esp), %ecx
    movl 36(%esp), %edx
    movl %esi, 4(%esp)
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    je L5
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
    addl 12(%ecx), %ebx
    movl (%ebx), %ebx
    movl (%ecx), %edx
    movl %ebx, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_load_cbne_store:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %edi
    movl 64(%esp), %eax
    movl 60(%esp), %ecx
    movl 56(%esp), %edx
    movl 52(%esp), %esi
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %eax, 28(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L5
    movl (%ecx), %edx
    movl 16(%ecx), %esi
    movl %esi, (%edx)
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
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_load_cbne_store_release:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %edi
    movl 64(%esp), %eax
    movl 60(%esp), %ecx
    movl 56(%esp), %edx
    movl 52(%esp), %esi
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %eax, 28(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L5
    movl (%ecx), %edx
    movl 16(%ecx), %esi
    movl %esi, (%edx)
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
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_memcpy_store:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %ebx
    movl 68(%esp), %eax
    movl 64(%esp), %ecx
    movl 60(%esp), %edx
    movl 56(%esp), %esi
    movl 52(%esp), %edi
    movl %ebx, 8(%esp)
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %eax, 28(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L5
    movl 8(%ecx), %edx
    movl 4(%ecx), %esi
    cmpl $0, 16(%ecx)
    je L8
L9:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 16(%ecx)
    jne L9
L8:
    movl (%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
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
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_memcpy_store_release:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %ebx
    movl 68(%esp), %eax
    movl 64(%esp), %ecx
    movl 60(%esp), %edx
    movl 56(%esp), %esi
    movl 52(%esp), %edi
    movl %ebx, 8(%esp)
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %eax, 28(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L5
    movl 8(%ecx), %edx
    movl 4(%ecx), %esi
    cmpl $0, 16(%ecx)
    je L8
L9:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 16(%ecx)
    jne L9
L8:
    movl (%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
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
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_store:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 4(%ecx), %ebx
    jne L5
    movl (%ecx), %edx
    movl 8(%ecx), %esi
    movl %esi, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_store_release:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %edx
    movl 40(%esp), %eax
    movl 36(%esp), %ecx
    movl %edx, 8(%esp)
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 4(%ecx), %ebx
    jne L5
    movl (%ecx), %edx
    movl 8(%ecx), %esi
    movl %esi, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_store_store:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %edi
    movl 64(%esp), %eax
    movl 60(%esp), %ecx
    movl 56(%esp), %edx
    movl 52(%esp), %esi
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %eax, 28(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L5
    movl 4(%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, (%edx)
    movl (%ecx), %edx
    movl 16(%ecx), %esi
    movl %esi, (%edx)
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
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_cpu_id_load_cbne_store_store_release:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %edi
    movl 64(%esp), %eax
    movl 60(%esp), %ecx
    movl 56(%esp), %edx
    movl 52(%esp), %esi
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %eax, 28(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L5
    movl 4(%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, (%edx)
    movl (%ecx), %edx
    movl 16(%ecx), %esi
    movl %esi, (%edx)
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
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L5:
    movb $1, %al
    jmp L4

here_mm_cid_add:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %ecx
    movl 36(%esp), %eax
    movl %ecx, 12(%esp)
    movl %eax, 16(%esp)
    movb $2, %al
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L0
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L1
    .long 0
    .long L4
    .long 0
    .text
    calll L5
L5:
    popl %ebx
L6:
    leal _GLOBAL_OFFSET_TABLE_+(L6-L5)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:4(%edx), %edx
    leal L0-L5(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    cmpl $0, 4(%edx)
    jl L4
    movl 24(%edx), %esi
    testl %esi, %esi
    js L4
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl 4(%ecx), %esi
    addl %esi, (%edx)
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
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_add_load_load_add_store:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %eax
    testl %eax, %eax
    js L0
    movl 44(%esp), %ecx
    movl 40(%esp), %edx
    movl 36(%esp), %esi
    movl %eax, 4(%esp)
    movb $2, %al
    movl %esi, 8(%esp)
    movl %edx, 12(%esp)
    movl %ecx, 16(%esp)
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl (%ebx), %ebx
    movl 12(%ecx), %esi
    addl %esi, (%ebx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
    jmp L5
L0:
    movb $2, %al
L5:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_add_load_load_add_store_release:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %eax
    testl %eax, %eax
    js L0
    movl 44(%esp), %ecx
    movl 40(%esp), %edx
    movl 36(%esp), %esi
    movl %eax, 4(%esp)
    movb $2, %al
    movl %esi, 8(%esp)
    movl %edx, 12(%esp)
    movl %ecx, 16(%esp)
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl (%ebx), %ebx
    movl 12(%ecx), %esi
    addl %esi, (%ebx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
    jmp L5
L0:
    movb $2, %al
L5:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_add_store:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %eax
    testl %eax, %eax
    js L0
    movl 40(%esp), %ecx
    movl 36(%esp), %edx
    movl %eax, 8(%esp)
    movb $2, %al
    movl %edx, 12(%esp)
    movl %ecx, 16(%esp)
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
    jmp L5
L0:
    movb $2, %al
L5:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_add_store_release:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %eax
    testl %eax, %eax
    js L0
    movl 40(%esp), %ecx
    movl 36(%esp), %edx
    movl %eax, 8(%esp)
    movb $2, %al
    movl %edx, 12(%esp)
    movl %ecx, 16(%esp)
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
    jmp L5
L0:
    movb $2, %al
L5:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_cbeq_store_add_load_store:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %eax
    testl %eax, %eax
    js L0
    movl 64(%esp), %ecx
    movl 60(%esp), %edx
    movl 56(%esp), %esi
    movl 52(%esp), %edi
    movl %eax, 12(%esp)
    movb $2, %al
    movl %edi, 16(%esp)
    movl %esi, 20(%esp)
    movl %edx, 24(%esp)
    movl %ecx, 28(%esp)
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    je L6
    movl 8(%ecx), %edx
    movl %ebx, (%edx)
    addl 16(%ecx), %ebx
    movl (%ebx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
L5:
    jmp L9
L0:
    movb $2, %al
L9:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbeq_store_add_load_store_release:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %eax
    testl %eax, %eax
    js L0
    movl 64(%esp), %ecx
    movl 60(%esp), %edx
    movl 56(%esp), %esi
    movl 52(%esp), %edi
    movl %eax, 12(%esp)
    movb $2, %al
    movl %edi, 16(%esp)
    movl %esi, 20(%esp)
    movl %edx, 24(%esp)
    movl %ecx, 28(%esp)
    leal 12(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    je L6
    movl 8(%ecx), %edx
    movl %ebx, (%edx)
    addl 16(%ecx), %ebx
    movl (%ebx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
L5:
    jmp L9
L0:
    movb $2, %al
L9:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbne_load_cbne_store:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %eax
    testl %eax, %eax
    js L0
    movl 68(%esp), %ecx
    movl 64(%esp), %edx
    movl 60(%esp), %esi
    movl 56(%esp), %edi
    movl 52(%esp), %ebx
    movl %eax, 8(%esp)
    movb $2, %al
    movl %ebx, 12(%esp)
    movl %edi, 16(%esp)
    movl %esi, 20(%esp)
    movl %edx, 24(%esp)
    movl %ecx, 28(%esp)
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L6
    movl 8(%ecx), %edx
    movl (%edx), %ebx
    cmpl 16(%ecx), %ebx
    jne L6
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
L5:
    jmp L9
L0:
    movb $2, %al
L9:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbne_load_cbne_store_release:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %eax
    testl %eax, %eax
    js L0
    movl 68(%esp), %ecx
    movl 64(%esp), %edx
    movl 60(%esp), %esi
    movl 56(%esp), %edi
    movl 52(%esp), %ebx
    movl %eax, 8(%esp)
    movb $2, %al
    movl %ebx, 12(%esp)
    movl %edi, 16(%esp)
    movl %esi, 20(%esp)
    movl %edx, 24(%esp)
    movl %ecx, 28(%esp)
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L6
    movl 8(%ecx), %edx
    movl (%edx), %ebx
    cmpl 16(%ecx), %ebx
    jne L6
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
L5:
    jmp L9
L0:
    movb $2, %al
L9:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbne_memcpy_store:
    pushl %ebp
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $28, %esp
    movl 48(%esp), %eax
    testl %eax, %eax
    js L0
    movl 72(%esp), %ecx
    movl 68(%esp), %edx
    movl 64(%esp), %esi
    movl 60(%esp), %edi
    movl 56(%esp), %ebx
    movl 52(%esp), %ebp
    movl %eax, (%esp)
    movb $2, %al
    movl %ebp, 4(%esp)
    movl %ebx, 8(%esp)
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %esp, %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 16(%ecx), %ebx
    jne L6
    movl 12(%ecx), %edx
    movl 8(%ecx), %esi
    cmpl $0, 20(%ecx)
    je L9
L10:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 20(%ecx)
    jne L10
L9:
    movl 4(%ecx), %edx
    movl 24(%ecx), %esi
    movl %esi, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
L5:
    jmp L11
L0:
    movb $2, %al
L11:
    addl $28, %esp
    popl %esi
    popl %edi
    popl %ebx
    popl %ebp
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbne_memcpy_store_release:
    pushl %ebp
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $28, %esp
    movl 48(%esp), %eax
    testl %eax, %eax
    js L0
    movl 72(%esp), %ecx
    movl 68(%esp), %edx
    movl 64(%esp), %esi
    movl 60(%esp), %edi
    movl 56(%esp), %ebx
    movl 52(%esp), %ebp
    movl %eax, (%esp)
    movb $2, %al
    movl %ebp, 4(%esp)
    movl %ebx, 8(%esp)
    movl %edi, 12(%esp)
    movl %esi, 16(%esp)
    movl %edx, 20(%esp)
    movl %ecx, 24(%esp)
    movl %esp, %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 16(%ecx), %ebx
    jne L6
    movl 12(%ecx), %edx
    movl 8(%ecx), %esi
    cmpl $0, 20(%ecx)
    je L9
L10:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 20(%ecx)
    jne L10
L9:
    movl 4(%ecx), %edx
    movl 24(%ecx), %esi
    movl %esi, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
L5:
    jmp L11
L0:
    movb $2, %al
L11:
    addl $28, %esp
    popl %esi
    popl %edi
    popl %ebx
    popl %ebp
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbne_store:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %eax
    testl %eax, %eax
    js L0
    movl 44(%esp), %ecx
    movl 40(%esp), %edx
    movl 36(%esp), %esi
    movl %eax, 4(%esp)
    movb $2, %al
    movl %esi, 8(%esp)
    movl %edx, 12(%esp)
    movl %ecx, 16(%esp)
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L6
    movl 4(%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
    jmp L5
L0:
    movb $2, %al
L5:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbne_store_release:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %eax
    testl %eax, %eax
    js L0
    movl 44(%esp), %ecx
    movl 40(%esp), %edx
    movl 36(%esp), %esi
    movl %eax, 4(%esp)
    movb $2, %al
    movl %esi, 8(%esp)
    movl %edx, 12(%esp)
    movl %ecx, 16(%esp)
    leal 4(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L6
    movl 4(%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
    jmp L5
L0:
    movb $2, %al
L5:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbne_store_store:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %eax
    testl %eax, %eax
    js L0
    movl 68(%esp), %ecx
    movl 64(%esp), %edx
    movl 60(%esp), %esi
    movl 56(%esp), %edi
    movl 52(%esp), %ebx
    movl %eax, 8(%esp)
    movb $2, %al
    movl %ebx, 12(%esp)
    movl %edi, 16(%esp)
    movl %esi, 20(%esp)
    movl %edx, 24(%esp)
    movl %ecx, 28(%esp)
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L6
    movl 8(%ecx), %edx
    movl 16(%ecx), %esi
    movl %esi, (%edx)
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
L5:
    jmp L9
L0:
    movb $2, %al
L9:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L6:
    movb $1, %al
    jmp L5

on_cpu_id_load_cbne_store_store_release:
    pushl %ebx
    pushl %edi
    pushl %esi
    subl $32, %esp
    movl 48(%esp), %eax
    testl %eax, %eax
    js L0
    movl 68(%esp), %ecx
    movl 64(%esp), %edx
    movl 60(%esp), %esi
    movl 56(%esp), %edi
    movl 52(%esp), %ebx
    movl %eax, 8(%esp)
    movb $2, %al
    movl %ebx, 12(%esp)
    movl %edi, 16(%esp)
    movl %esi, 20(%esp)
    movl %edx, 24(%esp)
    movl %ecx, 28(%esp)
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L6
    .long 0
    .text
    calll L7
L7:
    popl %ebx
L8:
    leal _GLOBAL_OFFSET_TABLE_+(L8-L7)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    leal L1-L7(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L6
    movl 8(%ecx), %edx
    movl 16(%ecx), %esi
    movl %esi, (%edx)
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
L5:
    jmp L9
L0:
    movb $2, %al
L9:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L6:
    movb $1, %al
    jmp L5

on_mm_cid_load_add_store:
    pushl %ebx
    pushl %esi
    subl $20, %esp
    movl 32(%esp), %eax
    testl %eax, %eax
    js L0
    movl 40(%esp), %ecx
    movl 36(%esp), %edx
    movl %eax, 8(%esp)
    movb $2, %al
    movl %edx, 12(%esp)
    movl %ecx, 16(%esp)
    leal 8(%esp), %ecx
    .section __rseq_cs,"aw",@progbits
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
    .section __rseq_cs_ptr_array,"awR",@progbits
    .long L1
    .long 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .long L2
    .long 0
    .long L5
    .long 0
    .text
    calll L6
L6:
    popl %ebx
L7:
    leal _GLOBAL_OFFSET_TABLE_+(L7-L6)(%ebx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:4(%edx), %edx
    leal L1-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L2:
    cmpl $0, 4(%edx)
    jl L5
    movl (%ecx), %ebx
    cmpl %ebx, 24(%edx)
    jne L5
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L3:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L4:
    jmp L5
    .text
    xorl %eax, %eax
    jmp L5
L0:
    movb $2, %al
L5:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

thread_area_cpu_id:
    subl $12, %esp
    calll L0
L0:
    popl %ecx
L1:
    leal _GLOBAL_OFFSET_TABLE_+(L1-L0)(%ecx), %eax
    movl __perseq_core_0_1_block@GOTNTPOFF(%eax), %eax
    movl %gs:(%eax), %eax
    addl $12, %esp
    retl

thread_area_mm_cid:
    subl $12, %esp
    calll L0
L0:
    popl %ecx
L1:
    leal _GLOBAL_OFFSET_TABLE_+(L1-L0)(%ecx), %eax
    movl __perseq_core_0_1_block@GOTNTPOFF(%eax), %eax
    movl %gs:4(%eax), %eax
    addl $12, %esp
    retl

thread_block:
    subl $12, %esp
    calll L0
L0:
    popl %ecx
L1:
    leal _GLOBAL_OFFSET_TABLE_+(L1-L0)(%ecx), %eax
    movl __perseq_core_0_1_block@GOTNTPOFF(%eax), %eax
    addl %gs:0, %eax
    addl $12, %esp
    retl

thread_pointer:
    subl $12, %esp
    movl %gs:0, %eax
    addl $12, %esp
    retl

