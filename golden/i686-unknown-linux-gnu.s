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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
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
    jmp L7
    xorl %eax, %eax
L7:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
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
    jmp L7
    xorl %eax, %eax
L7:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
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
    jmp L7
    xorl %eax, %eax
L7:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
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
    jmp L7
    xorl %eax, %eax
L7:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
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
    jmp L7
    xorl %eax, %eax
L7:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    je L8
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    je L8
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L8
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L8
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L8
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L8
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L8
    movl 8(%ecx), %edx
    movl 4(%ecx), %esi
    cmpl $0, 16(%ecx)
    je L9
L10:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 16(%ecx)
    jne L10
L9:
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L8
    movl 8(%ecx), %edx
    movl 4(%ecx), %esi
    cmpl $0, 16(%ecx)
    je L9
L10:
    movb (%edx), %bl
    movb %bl, (%esi)
    incl %edx
    incl %esi
    decl 16(%ecx)
    jne L10
L9:
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 4(%ecx), %ebx
    jne L8
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 4(%ecx), %ebx
    jne L8
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L8
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 4(%edx), %esi
    testl %esi, %esi
    js L7
    shll $18, %esi
    addl %esi, (%ecx)
    addl %esi, 4(%ecx)
    movl (%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L8
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:4(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl 24(%edx), %esi
    testl %esi, %esi
    js L7
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
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_add_load_load_add_store:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl (%ebx), %ebx
    movl 12(%ecx), %esi
    addl %esi, (%ebx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_add_load_load_add_store_release:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl (%ebx), %ebx
    movl 12(%ecx), %esi
    addl %esi, (%ebx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_add_store:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_add_store_release:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

on_cpu_id_load_cbeq_store_add_load_store:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    je L8
    movl 8(%ecx), %edx
    movl %ebx, (%edx)
    addl 16(%ecx), %ebx
    movl (%ebx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbeq_store_add_load_store_release:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    je L8
    movl 8(%ecx), %edx
    movl %ebx, (%edx)
    addl 16(%ecx), %ebx
    movl (%ebx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbne_load_cbne_store:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L8
    movl 8(%ecx), %edx
    movl (%edx), %ebx
    cmpl 16(%ecx), %ebx
    jne L8
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbne_load_cbne_store_release:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L8
    movl 8(%ecx), %edx
    movl (%edx), %ebx
    cmpl 16(%ecx), %ebx
    jne L8
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbne_memcpy_store:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 16(%ecx), %ebx
    jne L8
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
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $28, %esp
    popl %esi
    popl %edi
    popl %ebx
    popl %ebp
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbne_memcpy_store_release:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 16(%ecx), %ebx
    jne L8
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
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $28, %esp
    popl %esi
    popl %edi
    popl %ebx
    popl %ebp
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbne_store:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L8
    movl 4(%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbne_store_release:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 8(%ecx), %ebx
    jne L8
    movl 4(%ecx), %edx
    movl 12(%ecx), %esi
    movl %esi, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbne_store_store:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L8
    movl 8(%ecx), %edx
    movl 16(%ecx), %esi
    movl %esi, (%edx)
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

on_cpu_id_load_cbne_store_store_release:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 4(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    cmpl 12(%ecx), %ebx
    jne L8
    movl 8(%ecx), %edx
    movl 16(%ecx), %esi
    movl %esi, (%edx)
    movl 4(%ecx), %edx
    movl 20(%ecx), %esi
    movl %esi, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $32, %esp
    popl %esi
    popl %edi
    popl %ebx
    retl
L8:
    movb $1, %al
    jmp L7

on_mm_cid_load_add_store:
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
L0:
    .long 0
    .long 0
    .long L1
    .long 0
    .long L2-L1
    .long 0
    .long L3
    .long 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .long L0
    .long 0
    calll L4
L4:
    popl %edx
L5:
    leal _GLOBAL_OFFSET_TABLE_+(L5-L4)(%edx), %edx
    movl __perseq_core_0_1_block@GOTNTPOFF(%edx), %edx
    movl %gs:4(%edx), %edx
    calll L6
L6:
    popl %ebx
    leal L0-L6(%ebx), %ebx
    movl %ebx, 8(%edx)
L1:
    movl (%ecx), %ebx
    cmpl %ebx, 24(%edx)
    jne L7
    movl 4(%ecx), %edx
    movl (%edx), %ebx
    addl 8(%ecx), %ebx
    movl 4(%ecx), %edx
    movl %ebx, (%edx)
L2:
    .section __rseq_failure,"ax",@progbits
    .byte 15
    .byte 185
    .byte 61
    .long 1392848979
L3:
    jmp L7
    xorl %eax, %eax
L7:
    addl $20, %esp
    popl %esi
    popl %ebx
    retl

thread_area_cpu_id:
    subl $12, %esp
    calll L0
L0:
    popl %eax
L1:
    leal _GLOBAL_OFFSET_TABLE_+(L1-L0)(%eax), %eax
    movl __perseq_core_0_1_block@GOTNTPOFF(%eax), %eax
    movl %gs:(%eax), %eax
    addl $12, %esp
    retl

thread_area_mm_cid:
    subl $12, %esp
    calll L0
L0:
    popl %eax
L1:
    leal _GLOBAL_OFFSET_TABLE_+(L1-L0)(%eax), %eax
    movl __perseq_core_0_1_block@GOTNTPOFF(%eax), %eax
    movl %gs:4(%eax), %eax
    addl $12, %esp
    retl

thread_block:
    subl $12, %esp
    calll L0
L0:
    popl %eax
L1:
    leal _GLOBAL_OFFSET_TABLE_+(L1-L0)(%eax), %eax
    movl __perseq_core_0_1_block@GOTNTPOFF(%eax), %eax
    addl %gs:0, %eax
    addl $12, %esp
    retl

thread_pointer:
    subl $12, %esp
    movl %gs:0, %eax
    addl $12, %esp
    retl

