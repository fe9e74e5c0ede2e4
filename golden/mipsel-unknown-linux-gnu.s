here_cpu_id_add:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $6, $ra
    move $ra, $3
    lw $3, 0($6)
    addu $3, $3, $6
    sw $3, 8($1)
    .set pop
L1:
    lw $6, 4($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    sll $6, $6, 18
    addu $4, $4, $6
    lw $3, 0($4)
    addu $3, $3, $5
    sw $3, 0($4)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end here_cpu_id_add
$func_end0:

here_cpu_id_load_add_load_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $7, $ra
    move $ra, $3
    lw $3, 0($7)
    addu $3, $3, $7
    sw $3, 8($1)
    .set pop
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $3, 0($4)
    addu $3, $3, $5
    lw $3, 0($3)
    lw $7, 0($3)
    addu $7, $7, $6
    sw $7, 0($3)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end here_cpu_id_load_add_load_load_add_store
$func_end1:

here_cpu_id_load_add_load_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $7, $ra
    move $ra, $3
    lw $3, 0($7)
    addu $3, $3, $7
    sw $3, 8($1)
    .set pop
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $3, 0($4)
    addu $3, $3, $5
    lw $3, 0($3)
    lw $7, 0($3)
    addu $7, $7, $6
    sync
    sw $7, 0($3)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end here_cpu_id_load_add_load_load_add_store_release
$func_end2:

here_cpu_id_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $6, $ra
    move $ra, $3
    lw $3, 0($6)
    addu $3, $3, $6
    sw $3, 8($1)
    .set pop
L1:
    lw $6, 4($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    sll $6, $6, 18
    addu $4, $4, $6
    lw $3, 0($4)
    addu $3, $3, $5
    sw $3, 0($4)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end here_cpu_id_load_add_store
$func_end3:

here_cpu_id_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $6, $ra
    move $ra, $3
    lw $3, 0($6)
    addu $3, $3, $6
    sw $3, 8($1)
    .set pop
L1:
    lw $6, 4($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    sll $6, $6, 18
    addu $4, $4, $6
    lw $3, 0($4)
    addu $3, $3, $5
    sync
    sw $3, 0($4)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end here_cpu_id_load_add_store_release
$func_end4:

here_cpu_id_load_cbeq_store_add_load_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    sw $3, 8($1)
    .set pop
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $3, 0($4)
    .set noreorder
    beq $3, $6, L11
    nop
    .set reorder
    sw $3, 0($5)
    addu $3, $3, $7
    lw $3, 0($3)
    sw $3, 0($4)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbeq_store_add_load_store
$func_end5:

here_cpu_id_load_cbeq_store_add_load_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    sw $3, 8($1)
    .set pop
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $3, 0($4)
    .set noreorder
    beq $3, $6, L11
    nop
    .set reorder
    sw $3, 0($5)
    addu $3, $3, $7
    lw $3, 0($3)
    sync
    sw $3, 0($4)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbeq_store_add_load_store_release
$func_end6:

here_cpu_id_load_cbne_load_cbne_store:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $3, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    lw $3, 0($3)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $8, $29
    .set pop
    .set pop
    addu $3, $3, $8
    .set pop
    lw $3, 0($3)
    .set push
    .set noreorder
    move $8, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    sw $8, 8($3)
    .set pop
L1:
    lw $9, 4($3)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    addu $5, $5, $9
    lw $8, 0($4)
    .set noreorder
    bne $8, $6, L11
    nop
    .set reorder
    lw $8, 0($5)
    .set noreorder
    bne $8, $7, L11
    nop
    .set reorder
    sw $1, 0($4)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbne_load_cbne_store
$func_end7:

here_cpu_id_load_cbne_load_cbne_store_release:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $3, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    lw $3, 0($3)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $8, $29
    .set pop
    .set pop
    addu $3, $3, $8
    .set pop
    lw $3, 0($3)
    .set push
    .set noreorder
    move $8, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    sw $8, 8($3)
    .set pop
L1:
    lw $9, 4($3)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    addu $5, $5, $9
    lw $8, 0($4)
    .set noreorder
    bne $8, $6, L11
    nop
    .set reorder
    lw $8, 0($5)
    .set noreorder
    bne $8, $7, L11
    nop
    .set reorder
    sync
    sw $1, 0($4)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbne_load_cbne_store_release
$func_end8:

here_cpu_id_load_cbne_memcpy_store:
    .set noreorder
    lw $1, 20($sp)
    lw $3, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $8, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    lw $8, 0($8)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $9, $29
    .set pop
    .set pop
    addu $8, $8, $9
    .set pop
    lw $8, 0($8)
    .set push
    .set noreorder
    move $9, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $9
    lw $9, 0($10)
    addu $9, $9, $10
    sw $9, 8($8)
    .set pop
L1:
    lw $10, 4($8)
    .set noreorder
    bltz $10, L3
    nop
    .set reorder
    sll $10, $10, 18
    addu $4, $4, $10
    addu $5, $5, $10
    lw $9, 0($4)
    .set noreorder
    bne $9, $7, L11
    nop
    .set reorder
    .set noreorder
    beqz $3, L12
    nop
    .set reorder
L13:
    lbu $9, 0($6)
    sb $9, 0($5)
    addiu $6, $6, 1
    addiu $5, $5, 1
    addiu $3, $3, -1
    .set noreorder
    bnez $3, L13
    nop
    .set reorder
L12:
    sw $1, 0($4)
L2:
    .set noreorder
    b L14
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L15
    nop
    .set reorder
L14:
    .set pop
    addiu $2, $zero, 0
L15:
    jr $ra
    nop
L11:
    b L15
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbne_memcpy_store
$func_end9:

here_cpu_id_load_cbne_memcpy_store_release:
    .set noreorder
    lw $1, 20($sp)
    lw $3, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $8, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    lw $8, 0($8)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $9, $29
    .set pop
    .set pop
    addu $8, $8, $9
    .set pop
    lw $8, 0($8)
    .set push
    .set noreorder
    move $9, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $9
    lw $9, 0($10)
    addu $9, $9, $10
    sw $9, 8($8)
    .set pop
L1:
    lw $10, 4($8)
    .set noreorder
    bltz $10, L3
    nop
    .set reorder
    sll $10, $10, 18
    addu $4, $4, $10
    addu $5, $5, $10
    lw $9, 0($4)
    .set noreorder
    bne $9, $7, L11
    nop
    .set reorder
    .set noreorder
    beqz $3, L12
    nop
    .set reorder
L13:
    lbu $9, 0($6)
    sb $9, 0($5)
    addiu $6, $6, 1
    addiu $5, $5, 1
    addiu $3, $3, -1
    .set noreorder
    bnez $3, L13
    nop
    .set reorder
L12:
    sync
    sw $1, 0($4)
L2:
    .set noreorder
    b L14
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L15
    nop
    .set reorder
L14:
    .set pop
    addiu $2, $zero, 0
L15:
    jr $ra
    nop
L11:
    b L15
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbne_memcpy_store_release
$func_end10:

here_cpu_id_load_cbne_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $7, $ra
    move $ra, $3
    lw $3, 0($7)
    addu $3, $3, $7
    sw $3, 8($1)
    .set pop
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $3, 0($4)
    .set noreorder
    bne $3, $5, L11
    nop
    .set reorder
    sw $6, 0($4)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbne_store
$func_end11:

here_cpu_id_load_cbne_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $7, $ra
    move $ra, $3
    lw $3, 0($7)
    addu $3, $3, $7
    sw $3, 8($1)
    .set pop
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $3, 0($4)
    .set noreorder
    bne $3, $5, L11
    nop
    .set reorder
    sync
    sw $6, 0($4)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbne_store_release
$func_end12:

here_cpu_id_load_cbne_store_store:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $3, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    lw $3, 0($3)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $8, $29
    .set pop
    .set pop
    addu $3, $3, $8
    .set pop
    lw $3, 0($3)
    .set push
    .set noreorder
    move $8, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    sw $8, 8($3)
    .set pop
L1:
    lw $9, 4($3)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    addu $5, $5, $9
    lw $8, 0($4)
    .set noreorder
    bne $8, $6, L11
    nop
    .set reorder
    sw $7, 0($5)
    sw $1, 0($4)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbne_store_store
$func_end13:

here_cpu_id_load_cbne_store_store_release:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $3, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    lw $3, 0($3)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $8, $29
    .set pop
    .set pop
    addu $3, $3, $8
    .set pop
    lw $3, 0($3)
    .set push
    .set noreorder
    move $8, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    sw $8, 8($3)
    .set pop
L1:
    lw $9, 4($3)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    addu $5, $5, $9
    lw $8, 0($4)
    .set noreorder
    bne $8, $6, L11
    nop
    .set reorder
    sw $7, 0($5)
    sync
    sw $1, 0($4)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end here_cpu_id_load_cbne_store_store_release
$func_end14:

here_mm_cid_add:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 4($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $6, $ra
    move $ra, $3
    lw $3, 0($6)
    addu $3, $3, $6
    sw $3, 8($1)
    .set pop
L1:
    lw $6, 24($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    sll $6, $6, 18
    addu $4, $4, $6
    lw $3, 0($4)
    addu $3, $3, $5
    sw $3, 0($4)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end here_mm_cid_add
$func_end15:

on_cpu_id_load_add_load_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    sw $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    .set noreorder
    bne $3, $4, L3
    nop
    .set reorder
    lw $3, 0($5)
    addu $3, $3, $6
    lw $3, 0($3)
    lw $8, 0($3)
    addu $8, $8, $7
    sw $8, 0($3)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end on_cpu_id_load_add_load_load_add_store
$func_end30:

on_cpu_id_load_add_load_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    sw $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    .set noreorder
    bne $3, $4, L3
    nop
    .set reorder
    lw $3, 0($5)
    addu $3, $3, $6
    lw $3, 0($3)
    lw $8, 0($3)
    addu $8, $8, $7
    sync
    sw $8, 0($3)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end on_cpu_id_load_add_load_load_add_store_release
$func_end31:

on_cpu_id_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $7, $ra
    move $ra, $3
    lw $3, 0($7)
    addu $3, $3, $7
    sw $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    .set noreorder
    bne $3, $4, L3
    nop
    .set reorder
    lw $3, 0($5)
    addu $3, $3, $6
    sw $3, 0($5)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end on_cpu_id_load_add_store
$func_end32:

on_cpu_id_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $7, $ra
    move $ra, $3
    lw $3, 0($7)
    addu $3, $3, $7
    sw $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    .set noreorder
    bne $3, $4, L3
    nop
    .set reorder
    lw $3, 0($5)
    addu $3, $3, $6
    sync
    sw $3, 0($5)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end on_cpu_id_load_add_store_release
$func_end33:

on_cpu_id_load_cbeq_store_add_load_store:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $3, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    lw $3, 0($3)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $8, $29
    .set pop
    .set pop
    addu $3, $3, $8
    .set pop
    lw $3, 0($3)
    .set push
    .set noreorder
    move $8, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    sw $8, 8($3)
    .set pop
L1:
    lw $8, 4($3)
    .set noreorder
    bne $8, $4, L3
    nop
    .set reorder
    lw $8, 0($5)
    .set noreorder
    beq $8, $7, L11
    nop
    .set reorder
    sw $8, 0($6)
    addu $8, $8, $1
    lw $8, 0($8)
    sw $8, 0($5)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbeq_store_add_load_store
$func_end34:

on_cpu_id_load_cbeq_store_add_load_store_release:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $3, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    lw $3, 0($3)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $8, $29
    .set pop
    .set pop
    addu $3, $3, $8
    .set pop
    lw $3, 0($3)
    .set push
    .set noreorder
    move $8, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    sw $8, 8($3)
    .set pop
L1:
    lw $8, 4($3)
    .set noreorder
    bne $8, $4, L3
    nop
    .set reorder
    lw $8, 0($5)
    .set noreorder
    beq $8, $7, L11
    nop
    .set reorder
    sw $8, 0($6)
    addu $8, $8, $1
    lw $8, 0($8)
    sync
    sw $8, 0($5)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbeq_store_add_load_store_release
$func_end35:

on_cpu_id_load_cbne_load_cbne_store:
    .set noreorder
    lw $1, 20($sp)
    lw $3, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $8, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    lw $8, 0($8)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $9, $29
    .set pop
    .set pop
    addu $8, $8, $9
    .set pop
    lw $8, 0($8)
    .set push
    .set noreorder
    move $9, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $9
    lw $9, 0($10)
    addu $9, $9, $10
    sw $9, 8($8)
    .set pop
L1:
    lw $9, 4($8)
    .set noreorder
    bne $9, $4, L3
    nop
    .set reorder
    lw $9, 0($5)
    .set noreorder
    bne $9, $7, L11
    nop
    .set reorder
    lw $9, 0($6)
    .set noreorder
    bne $9, $3, L11
    nop
    .set reorder
    sw $1, 0($5)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbne_load_cbne_store
$func_end36:

on_cpu_id_load_cbne_load_cbne_store_release:
    .set noreorder
    lw $1, 20($sp)
    lw $3, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $8, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    lw $8, 0($8)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $9, $29
    .set pop
    .set pop
    addu $8, $8, $9
    .set pop
    lw $8, 0($8)
    .set push
    .set noreorder
    move $9, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $9
    lw $9, 0($10)
    addu $9, $9, $10
    sw $9, 8($8)
    .set pop
L1:
    lw $9, 4($8)
    .set noreorder
    bne $9, $4, L3
    nop
    .set reorder
    lw $9, 0($5)
    .set noreorder
    bne $9, $7, L11
    nop
    .set reorder
    lw $9, 0($6)
    .set noreorder
    bne $9, $3, L11
    nop
    .set reorder
    sync
    sw $1, 0($5)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbne_load_cbne_store_release
$func_end37:

on_cpu_id_load_cbne_memcpy_store:
    .set noreorder
    lw $1, 24($sp)
    lw $3, 20($sp)
    lw $8, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $9, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $10, $ra
    move $ra, $9
    lw $9, 0($10)
    addu $9, $9, $10
    lw $9, 0($9)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $10, $29
    .set pop
    .set pop
    addu $9, $9, $10
    .set pop
    lw $9, 0($9)
    .set push
    .set noreorder
    move $10, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $11, $ra
    move $ra, $10
    lw $10, 0($11)
    addu $10, $10, $11
    sw $10, 8($9)
    .set pop
L1:
    lw $10, 4($9)
    .set noreorder
    bne $10, $4, L3
    nop
    .set reorder
    lw $10, 0($5)
    .set noreorder
    bne $10, $8, L11
    nop
    .set reorder
    .set noreorder
    beqz $3, L12
    nop
    .set reorder
L13:
    lbu $10, 0($7)
    sb $10, 0($6)
    addiu $7, $7, 1
    addiu $6, $6, 1
    addiu $3, $3, -1
    .set noreorder
    bnez $3, L13
    nop
    .set reorder
L12:
    sw $1, 0($5)
L2:
    .set noreorder
    b L14
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L15
    nop
    .set reorder
L14:
    .set pop
    addiu $2, $zero, 0
L15:
    jr $ra
    nop
L11:
    b L15
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbne_memcpy_store
$func_end38:

on_cpu_id_load_cbne_memcpy_store_release:
    .set noreorder
    lw $1, 24($sp)
    lw $3, 20($sp)
    lw $8, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $9, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $10, $ra
    move $ra, $9
    lw $9, 0($10)
    addu $9, $9, $10
    lw $9, 0($9)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $10, $29
    .set pop
    .set pop
    addu $9, $9, $10
    .set pop
    lw $9, 0($9)
    .set push
    .set noreorder
    move $10, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $11, $ra
    move $ra, $10
    lw $10, 0($11)
    addu $10, $10, $11
    sw $10, 8($9)
    .set pop
L1:
    lw $10, 4($9)
    .set noreorder
    bne $10, $4, L3
    nop
    .set reorder
    lw $10, 0($5)
    .set noreorder
    bne $10, $8, L11
    nop
    .set reorder
    .set noreorder
    beqz $3, L12
    nop
    .set reorder
L13:
    lbu $10, 0($7)
    sb $10, 0($6)
    addiu $7, $7, 1
    addiu $6, $6, 1
    addiu $3, $3, -1
    .set noreorder
    bnez $3, L13
    nop
    .set reorder
L12:
    sync
    sw $1, 0($5)
L2:
    .set noreorder
    b L14
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L15
    nop
    .set reorder
L14:
    .set pop
    addiu $2, $zero, 0
L15:
    jr $ra
    nop
L11:
    b L15
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbne_memcpy_store_release
$func_end39:

on_cpu_id_load_cbne_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    sw $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    .set noreorder
    bne $3, $4, L3
    nop
    .set reorder
    lw $3, 0($5)
    .set noreorder
    bne $3, $6, L11
    nop
    .set reorder
    sw $7, 0($5)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbne_store
$func_end40:

on_cpu_id_load_cbne_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $8, $ra
    move $ra, $3
    lw $3, 0($8)
    addu $3, $3, $8
    sw $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    .set noreorder
    bne $3, $4, L3
    nop
    .set reorder
    lw $3, 0($5)
    .set noreorder
    bne $3, $6, L11
    nop
    .set reorder
    sync
    sw $7, 0($5)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbne_store_release
$func_end41:

on_cpu_id_load_cbne_store_store:
    .set noreorder
    lw $1, 20($sp)
    lw $3, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $8, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    lw $8, 0($8)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $9, $29
    .set pop
    .set pop
    addu $8, $8, $9
    .set pop
    lw $8, 0($8)
    .set push
    .set noreorder
    move $9, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $9
    lw $9, 0($10)
    addu $9, $9, $10
    sw $9, 8($8)
    .set pop
L1:
    lw $9, 4($8)
    .set noreorder
    bne $9, $4, L3
    nop
    .set reorder
    lw $9, 0($5)
    .set noreorder
    bne $9, $7, L11
    nop
    .set reorder
    sw $3, 0($6)
    sw $1, 0($5)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbne_store_store
$func_end42:

on_cpu_id_load_cbne_store_store_release:
    .set noreorder
    lw $1, 20($sp)
    lw $3, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $8, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $9, $ra
    move $ra, $8
    lw $8, 0($9)
    addu $8, $8, $9
    lw $8, 0($8)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $9, $29
    .set pop
    .set pop
    addu $8, $8, $9
    .set pop
    lw $8, 0($8)
    .set push
    .set noreorder
    move $9, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $9
    lw $9, 0($10)
    addu $9, $9, $10
    sw $9, 8($8)
    .set pop
L1:
    lw $9, 4($8)
    .set noreorder
    bne $9, $4, L3
    nop
    .set reorder
    lw $9, 0($5)
    .set noreorder
    bne $9, $7, L11
    nop
    .set reorder
    sw $3, 0($6)
    sync
    sw $1, 0($5)
L2:
    .set noreorder
    b L12
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L13
    nop
    .set reorder
L12:
    .set pop
    addiu $2, $zero, 0
L13:
    jr $ra
    nop
L11:
    b L13
    addiu $2, $zero, 1
    .set reorder
    .end on_cpu_id_load_cbne_store_store_release
$func_end43:

on_mm_cid_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .section __rseq_cs_ptr_array,"aw",@progbits
    .4byte L0
    .4byte 0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L6:
L7:
    .4byte L4-L7
L5:
    move $3, $ra
    move $ra, $1
    lw $1, 0($3)
    addu $1, $1, $3
    lw $1, 0($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $1, $1, $3
    .set pop
    lw $1, 4($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $7, $ra
    move $ra, $3
    lw $3, 0($7)
    addu $3, $3, $7
    sw $3, 8($1)
    .set pop
L1:
    lw $3, 24($1)
    .set noreorder
    bne $3, $4, L3
    nop
    .set reorder
    lw $3, 0($5)
    addu $3, $3, $6
    sw $3, 0($5)
L2:
    .set noreorder
    b L11
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L12
    nop
    .set reorder
L11:
    .set pop
    addiu $2, $zero, 0
L12:
    jr $ra
    nop
    .set reorder
    .end on_mm_cid_load_add_store
$func_end46:

thread_area_cpu_id:
    .set noreorder
    .set push
    .set reorder
    .section .data.rel.ro.perseq,"aw",@progbits
L0:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $2, $ra
    bal L1
    nop
L2:
L3:
    .4byte L0-L3
L1:
    move $1, $ra
    move $ra, $2
    lw $2, 0($1)
    addu $2, $2, $1
    lw $2, 0($2)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $1, $29
    .set pop
    .set pop
    addu $2, $2, $1
    .set pop
    lw $2, 0($2)
    .set pop
    jr $ra
    nop
    .set reorder
    .end thread_area_cpu_id
$func_end58:

thread_area_mm_cid:
    .set noreorder
    .set push
    .set reorder
    .section .data.rel.ro.perseq,"aw",@progbits
L0:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $2, $ra
    bal L1
    nop
L2:
L3:
    .4byte L0-L3
L1:
    move $1, $ra
    move $ra, $2
    lw $2, 0($1)
    addu $2, $2, $1
    lw $2, 0($2)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $1, $29
    .set pop
    .set pop
    addu $2, $2, $1
    .set pop
    lw $2, 4($2)
    .set pop
    jr $ra
    nop
    .set reorder
    .end thread_area_mm_cid
$func_end59:

thread_block:
    .set noreorder
    .set push
    .set reorder
    .section .data.rel.ro.perseq,"aw",@progbits
L0:
    .tprelword __perseq_core_0_1_block
    .set push
    .set noreorder
    move $2, $ra
    bal L1
    nop
L2:
L3:
    .4byte L0-L3
L1:
    move $1, $ra
    move $ra, $2
    lw $2, 0($1)
    addu $2, $2, $1
    lw $2, 0($2)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $1, $29
    .set pop
    .set pop
    addu $2, $2, $1
    .set pop
    .set pop
    jr $ra
    nop
    .set reorder
    .end thread_block
$func_end60:

thread_pointer:
    .set noreorder
    .set push
    .set reorder
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $2, $29
    .set pop
    .set pop
    .set pop
    jr $ra
    nop
    .set reorder
    .end thread_pointer
$func_end61:

