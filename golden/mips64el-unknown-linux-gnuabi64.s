here_cpu_id_add:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $6
    sd $3, 8($1)
    .set pop
L1:
    lw $6, 4($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    dsll $6, $6, 18
    daddu $4, $4, $6
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    daddu $3, $3, $5
    sd $3, 0($4)
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

here_cpu_id_load_add_load_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $7
    sd $3, 8($1)
    .set pop
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    dsll $7, $7, 18
    daddu $4, $4, $7
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    daddu $3, $3, $5
    ld $3, 0($3)
    ld $7, 0($3)
    daddu $7, $7, $6
    sd $7, 0($3)
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

here_cpu_id_load_add_load_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $7
    sd $3, 8($1)
    .set pop
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    dsll $7, $7, 18
    daddu $4, $4, $7
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    daddu $3, $3, $5
    ld $3, 0($3)
    ld $7, 0($3)
    daddu $7, $7, $6
    sync
    sd $7, 0($3)
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

here_cpu_id_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $6
    sd $3, 8($1)
    .set pop
L1:
    lw $6, 4($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    dsll $6, $6, 18
    daddu $4, $4, $6
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    daddu $3, $3, $5
    sd $3, 0($4)
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

here_cpu_id_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $6
    sd $3, 8($1)
    .set pop
L1:
    lw $6, 4($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    dsll $6, $6, 18
    daddu $4, $4, $6
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    daddu $3, $3, $5
    sync
    sd $3, 0($4)
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

here_cpu_id_load_cbeq_store_add_load_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $8
    sd $3, 8($1)
    .set pop
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    dsll $8, $8, 18
    daddu $4, $4, $8
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    beq $3, $6, L11
    nop
    .set reorder
    sd $3, 0($5)
    daddu $3, $3, $7
    ld $3, 0($3)
    sd $3, 0($4)
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

here_cpu_id_load_cbeq_store_add_load_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $8
    sd $3, 8($1)
    .set pop
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    dsll $8, $8, 18
    daddu $4, $4, $8
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    beq $3, $6, L11
    nop
    .set reorder
    sd $3, 0($5)
    daddu $3, $3, $7
    ld $3, 0($3)
    sync
    sd $3, 0($4)
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

here_cpu_id_load_cbne_load_cbne_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $3
    lw $3, 0($9)
    daddu $3, $3, $9
    sd $3, 8($1)
    .set pop
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    dsll $9, $9, 18
    daddu $4, $4, $9
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    daddu $5, $5, $9
    .set noreorder
    bltz $5, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    bne $3, $6, L11
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $7, L11
    nop
    .set reorder
    sd $8, 0($4)
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

here_cpu_id_load_cbne_load_cbne_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $3
    lw $3, 0($9)
    daddu $3, $3, $9
    sd $3, 8($1)
    .set pop
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    dsll $9, $9, 18
    daddu $4, $4, $9
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    daddu $5, $5, $9
    .set noreorder
    bltz $5, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    bne $3, $6, L11
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $7, L11
    nop
    .set reorder
    sync
    sd $8, 0($4)
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

here_cpu_id_load_cbne_memcpy_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $3
    lw $3, 0($10)
    daddu $3, $3, $10
    sd $3, 8($1)
    .set pop
L1:
    lw $10, 4($1)
    .set noreorder
    bltz $10, L3
    nop
    .set reorder
    dsll $10, $10, 18
    daddu $4, $4, $10
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    daddu $5, $5, $10
    .set noreorder
    bltz $5, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    bne $3, $7, L11
    nop
    .set reorder
    .set noreorder
    beqz $8, L12
    nop
    .set reorder
L13:
    lbu $3, 0($6)
    sb $3, 0($5)
    daddiu $6, $6, 1
    daddiu $5, $5, 1
    daddiu $8, $8, -1
    .set noreorder
    bnez $8, L13
    nop
    .set reorder
L12:
    sd $9, 0($4)
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

here_cpu_id_load_cbne_memcpy_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $3
    lw $3, 0($10)
    daddu $3, $3, $10
    sd $3, 8($1)
    .set pop
L1:
    lw $10, 4($1)
    .set noreorder
    bltz $10, L3
    nop
    .set reorder
    dsll $10, $10, 18
    daddu $4, $4, $10
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    daddu $5, $5, $10
    .set noreorder
    bltz $5, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    bne $3, $7, L11
    nop
    .set reorder
    .set noreorder
    beqz $8, L12
    nop
    .set reorder
L13:
    lbu $3, 0($6)
    sb $3, 0($5)
    daddiu $6, $6, 1
    daddiu $5, $5, 1
    daddiu $8, $8, -1
    .set noreorder
    bnez $8, L13
    nop
    .set reorder
L12:
    sync
    sd $9, 0($4)
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

here_cpu_id_load_cbne_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $7
    sd $3, 8($1)
    .set pop
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    dsll $7, $7, 18
    daddu $4, $4, $7
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    bne $3, $5, L11
    nop
    .set reorder
    sd $6, 0($4)
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

here_cpu_id_load_cbne_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $7
    sd $3, 8($1)
    .set pop
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    dsll $7, $7, 18
    daddu $4, $4, $7
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    bne $3, $5, L11
    nop
    .set reorder
    sync
    sd $6, 0($4)
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

here_cpu_id_load_cbne_store_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $3
    lw $3, 0($9)
    daddu $3, $3, $9
    sd $3, 8($1)
    .set pop
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    dsll $9, $9, 18
    daddu $4, $4, $9
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    daddu $5, $5, $9
    .set noreorder
    bltz $5, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    bne $3, $6, L11
    nop
    .set reorder
    sd $7, 0($5)
    sd $8, 0($4)
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

here_cpu_id_load_cbne_store_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $3
    lw $3, 0($9)
    daddu $3, $3, $9
    sd $3, 8($1)
    .set pop
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    dsll $9, $9, 18
    daddu $4, $4, $9
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    daddu $5, $5, $9
    .set noreorder
    bltz $5, L3
    nop
    .set reorder
    ld $3, 0($4)
    .set noreorder
    bne $3, $6, L11
    nop
    .set reorder
    sd $7, 0($5)
    sync
    sd $8, 0($4)
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

here_mm_cid_add:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 8($1)
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
    daddu $3, $3, $6
    sd $3, 8($1)
    .set pop
L1:
    lw $6, 24($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    dsll $6, $6, 18
    daddu $4, $4, $6
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $3, 0($4)
    daddu $3, $3, $5
    sd $3, 0($4)
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

on_cpu_id_load_add_load_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $8
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $8, $4, 0
    .set noreorder
    bne $3, $8, L3
    nop
    .set reorder
    ld $3, 0($5)
    daddu $3, $3, $6
    ld $3, 0($3)
    ld $8, 0($3)
    daddu $8, $8, $7
    sd $8, 0($3)
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

on_cpu_id_load_add_load_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $8
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $8, $4, 0
    .set noreorder
    bne $3, $8, L3
    nop
    .set reorder
    ld $3, 0($5)
    daddu $3, $3, $6
    ld $3, 0($3)
    ld $8, 0($3)
    daddu $8, $8, $7
    sync
    sd $8, 0($3)
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

on_cpu_id_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $7
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $7, $4, 0
    .set noreorder
    bne $3, $7, L3
    nop
    .set reorder
    ld $3, 0($5)
    daddu $3, $3, $6
    sd $3, 0($5)
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

on_cpu_id_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $7
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $7, $4, 0
    .set noreorder
    bne $3, $7, L3
    nop
    .set reorder
    ld $3, 0($5)
    daddu $3, $3, $6
    sync
    sd $3, 0($5)
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

on_cpu_id_load_cbeq_store_add_load_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $3
    lw $3, 0($9)
    daddu $3, $3, $9
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $9, $4, 0
    .set noreorder
    bne $3, $9, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    beq $3, $7, L11
    nop
    .set reorder
    sd $3, 0($6)
    daddu $3, $3, $8
    ld $3, 0($3)
    sd $3, 0($5)
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

on_cpu_id_load_cbeq_store_add_load_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $9, $ra
    move $ra, $3
    lw $3, 0($9)
    daddu $3, $3, $9
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $9, $4, 0
    .set noreorder
    bne $3, $9, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    beq $3, $7, L11
    nop
    .set reorder
    sd $3, 0($6)
    daddu $3, $3, $8
    ld $3, 0($3)
    sync
    sd $3, 0($5)
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

on_cpu_id_load_cbne_load_cbne_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $3
    lw $3, 0($10)
    daddu $3, $3, $10
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $10, $4, 0
    .set noreorder
    bne $3, $10, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $7, L11
    nop
    .set reorder
    ld $3, 0($6)
    .set noreorder
    bne $3, $8, L11
    nop
    .set reorder
    sd $9, 0($5)
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

on_cpu_id_load_cbne_load_cbne_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $3
    lw $3, 0($10)
    daddu $3, $3, $10
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $10, $4, 0
    .set noreorder
    bne $3, $10, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $7, L11
    nop
    .set reorder
    ld $3, 0($6)
    .set noreorder
    bne $3, $8, L11
    nop
    .set reorder
    sync
    sd $9, 0($5)
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

on_cpu_id_load_cbne_memcpy_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $11, $ra
    move $ra, $3
    lw $3, 0($11)
    daddu $3, $3, $11
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $11, $4, 0
    .set noreorder
    bne $3, $11, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $8, L11
    nop
    .set reorder
    .set noreorder
    beqz $9, L12
    nop
    .set reorder
L13:
    lbu $3, 0($7)
    sb $3, 0($6)
    daddiu $7, $7, 1
    daddiu $6, $6, 1
    daddiu $9, $9, -1
    .set noreorder
    bnez $9, L13
    nop
    .set reorder
L12:
    sd $10, 0($5)
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

on_cpu_id_load_cbne_memcpy_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $11, $ra
    move $ra, $3
    lw $3, 0($11)
    daddu $3, $3, $11
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $11, $4, 0
    .set noreorder
    bne $3, $11, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $8, L11
    nop
    .set reorder
    .set noreorder
    beqz $9, L12
    nop
    .set reorder
L13:
    lbu $3, 0($7)
    sb $3, 0($6)
    daddiu $7, $7, 1
    daddiu $6, $6, 1
    daddiu $9, $9, -1
    .set noreorder
    bnez $9, L13
    nop
    .set reorder
L12:
    sync
    sd $10, 0($5)
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

on_cpu_id_load_cbne_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $8
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $8, $4, 0
    .set noreorder
    bne $3, $8, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $6, L11
    nop
    .set reorder
    sd $7, 0($5)
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

on_cpu_id_load_cbne_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
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
    daddu $3, $3, $8
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $8, $4, 0
    .set noreorder
    bne $3, $8, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $6, L11
    nop
    .set reorder
    sync
    sd $7, 0($5)
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

on_cpu_id_load_cbne_store_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $3
    lw $3, 0($10)
    daddu $3, $3, $10
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $10, $4, 0
    .set noreorder
    bne $3, $10, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $7, L11
    nop
    .set reorder
    sd $8, 0($6)
    sd $9, 0($5)
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

on_cpu_id_load_cbne_store_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 0($1)
    .set push
    .set noreorder
    move $3, $ra
    bal L8
    nop
L9:
L10:
    .4byte L0-L10
L8:
    move $10, $ra
    move $ra, $3
    lw $3, 0($10)
    daddu $3, $3, $10
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 4($1)
    sll $10, $4, 0
    .set noreorder
    bne $3, $10, L3
    nop
    .set reorder
    ld $3, 0($5)
    .set noreorder
    bne $3, $7, L11
    nop
    .set reorder
    sd $8, 0($6)
    sync
    sd $9, 0($5)
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

on_mm_cid_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .section __rseq_cs_ptr_array,"aw",@progbits
    .8byte L0
    .section .data.rel.ro.perseq,"aw",@progbits
L4:
    .tpreldword __perseq_core_0_1_block
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
    daddu $1, $1, $3
    ld $1, 0($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $1, $1, $3
    .set pop
    ld $1, 8($1)
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
    daddu $3, $3, $7
    sd $3, 8($1)
    .set pop
L1:
    lw $3, 24($1)
    sll $7, $4, 0
    .set noreorder
    bne $3, $7, L3
    nop
    .set reorder
    ld $3, 0($5)
    daddu $3, $3, $6
    sd $3, 0($5)
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

thread_area_cpu_id:
    .set noreorder
    .set push
    .set reorder
    .section .data.rel.ro.perseq,"aw",@progbits
L0:
    .tpreldword __perseq_core_0_1_block
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
    daddu $2, $2, $1
    ld $2, 0($2)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $1, $29
    .set pop
    .set pop
    daddu $2, $2, $1
    .set pop
    ld $2, 0($2)
    .set pop
    jr $ra
    nop
    .set reorder
    .end thread_area_cpu_id

thread_area_mm_cid:
    .set noreorder
    .set push
    .set reorder
    .section .data.rel.ro.perseq,"aw",@progbits
L0:
    .tpreldword __perseq_core_0_1_block
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
    daddu $2, $2, $1
    ld $2, 0($2)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $1, $29
    .set pop
    .set pop
    daddu $2, $2, $1
    .set pop
    ld $2, 8($2)
    .set pop
    jr $ra
    nop
    .set reorder
    .end thread_area_mm_cid

thread_block:
    .set noreorder
    .set push
    .set reorder
    .section .data.rel.ro.perseq,"aw",@progbits
L0:
    .tpreldword __perseq_core_0_1_block
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
    daddu $2, $2, $1
    ld $2, 0($2)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $1, $29
    .set pop
    .set pop
    daddu $2, $2, $1
    .set pop
    .set pop
    jr $ra
    nop
    .set reorder
    .end thread_block

thread_pointer:
    .set noreorder
    .set push
    .set reorder
    .set push
    .set mips64r2
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

