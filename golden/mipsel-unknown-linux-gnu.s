.section .tdata.perseq,"awT",@progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 36
__perseq_core_0_1_block:
    .4byte _RNvNt…11perseq_core6thread12UNREGISTERED
    .4byte _RNvNt…11perseq_core6thread12UNREGISTERED
    .space 28

.section .init_array,"aw",@init_array
    .p2align 2, 0x0
    .4byte _RNvNtNt…11perseq_core6thread4load7on_load

.section .note.perseq,"a",@note
    .p2align 2, 0x0
    .4byte 7
    .4byte 4
    .4byte 1
    .ascii "Perseq"
    .byte 0
    .p2align 2, 0x0
L0:
    .4byte _RNvNtNt…11perseq_core6thread5peers5ENTRY-L0

.section .data.rel.ro.perseq,"aw",@progbits
    .p2align 3, 0x0
    .hidden __perseq_core_0_1_weak
__perseq_core_0_1_weak:
    .4byte __rseq_offset
    .4byte __rseq_size
    .4byte dlopen
    .4byte dladdr

guarded_cpu_id_array_pop:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $6, %hi(_gp_disp)
    addiu $6, $6, %lo(_gp_disp)
    addu $6, $6, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($6)
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
    lw $3, %got(L0)($6)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $6, 0($4)
    sync
    .set noreorder
    bnez $6, L6
    nop
    .set reorder
    lw $6, 8($4)
    .set noreorder
    beqz $6, L5
    nop
    .set reorder
    addiu $6, $6, -1
    sll $7, $6, 2
    addu $7, $7, $4
    lw $7, 12($7)
    sw $7, 0($5)
    sw $6, 8($4)
L2:
    .set noreorder
    b L8
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L8:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_array_pop_batch:
    .set noreorder
    lw $1, 20($sp)
    lw $8, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $9, $ra
    bal L7
    nop
L7:
    lui $10, %hi(_gp_disp)
    addiu $10, $10, %lo(_gp_disp)
    addu $10, $10, $ra
    move $ra, $9
    lw $9, %gottprel(__perseq_core_0_1_block)($10)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $9, $9, $3
    .set pop
    lw $9, 0($9)
    lw $3, %got(L0)($10)
    addiu $3, $3, %lo(L0)
    sw $3, 8($9)
L1:
    lw $11, 4($9)
    .set noreorder
    bltz $11, L3
    nop
    .set reorder
    sll $11, $11, 18
    addu $4, $4, $11
    lw $10, 0($4)
    sync
    .set noreorder
    bnez $10, L6
    nop
    .set reorder
    lw $10, 8($4)
    sltu $11, $10, $7
    .set noreorder
    bnez $11, L5
    nop
    .set reorder
    addu $10, $10, $8
    sll $10, $10, 2
    addu $10, $10, $4
    addiu $10, $10, 12
    move $6, $10
    .set noreorder
    beqz $1, L8
    nop
    .set reorder
L9:
    lbu $10, 0($6)
    sb $10, 0($5)
    addiu $6, $6, 1
    addiu $5, $5, 1
    addiu $1, $1, -1
    .set noreorder
    bnez $1, L9
    nop
    .set reorder
L8:
    lw $10, 8($4)
    addu $10, $10, $8
    sw $10, 8($4)
L2:
    .set noreorder
    b L10
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L10:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_array_pop_open:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $6, %hi(_gp_disp)
    addiu $6, $6, %lo(_gp_disp)
    addu $6, $6, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($6)
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
    lw $3, %got(L0)($6)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $7, 4($4)
    sync
    lw $6, 8($4)
    addiu $6, $6, -1
    sltu $7, $6, $7
    .set noreorder
    beqz $7, L5
    nop
    .set reorder
    sll $7, $6, 2
    addu $7, $7, $4
    lw $7, 12($7)
    sw $7, 0($5)
    sw $6, 8($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_array_push:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    sync
    .set noreorder
    bnez $7, L6
    nop
    .set reorder
    lw $7, 8($4)
    .set noreorder
    beq $7, $6, L5
    nop
    .set reorder
    sll $8, $7, 2
    addu $8, $8, $4
    sw $5, 12($8)
    addiu $7, $7, 1
    sw $7, 8($4)
L2:
    .set noreorder
    b L8
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L8:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_array_push_batch:
    .set noreorder
    lw $1, 20($sp)
    lw $8, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $9, $ra
    bal L7
    nop
L7:
    lui $10, %hi(_gp_disp)
    addiu $10, $10, %lo(_gp_disp)
    addu $10, $10, $ra
    move $ra, $9
    lw $9, %gottprel(__perseq_core_0_1_block)($10)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $9, $9, $3
    .set pop
    lw $9, 0($9)
    lw $3, %got(L0)($10)
    addiu $3, $3, %lo(L0)
    sw $3, 8($9)
L1:
    lw $11, 4($9)
    .set noreorder
    bltz $11, L3
    nop
    .set reorder
    sll $11, $11, 18
    addu $4, $4, $11
    lw $10, 0($4)
    sync
    .set noreorder
    bnez $10, L6
    nop
    .set reorder
    lw $10, 8($4)
    sltu $11, $8, $10
    .set noreorder
    bnez $11, L5
    nop
    .set reorder
    sll $10, $10, 2
    addu $10, $10, $4
    addiu $10, $10, 12
    move $6, $10
    .set noreorder
    beqz $1, L8
    nop
    .set reorder
L9:
    lbu $10, 0($5)
    sb $10, 0($6)
    addiu $5, $5, 1
    addiu $6, $6, 1
    addiu $1, $1, -1
    .set noreorder
    bnez $1, L9
    nop
    .set reorder
L8:
    lw $10, 8($4)
    addu $10, $10, $7
    sw $10, 8($4)
L2:
    .set noreorder
    b L10
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L10:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_array_push_open:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $6, %hi(_gp_disp)
    addiu $6, $6, %lo(_gp_disp)
    addu $6, $6, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($6)
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
    lw $3, %got(L0)($6)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $7, 4($4)
    sync
    lw $6, 8($4)
    sltu $7, $6, $7
    .set noreorder
    beqz $7, L5
    nop
    .set reorder
    sll $7, $6, 2
    addu $7, $7, $4
    sw $5, 12($7)
    addiu $6, $6, 1
    sw $6, 8($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_flag_set:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    sync
    .set noreorder
    bnez $7, L5
    nop
    .set reorder
    sw $4, 0($5)
    sw $6, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 3
    .set reorder

guarded_cpu_id_list_pop:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    sync
    .set noreorder
    bnez $7, L6
    nop
    .set reorder
    lw $7, 4($4)
    .set noreorder
    beqz $7, L5
    nop
    .set reorder
    sw $7, 0($5)
    addu $7, $7, $6
    lw $7, 0($7)
    sw $7, 4($4)
L2:
    .set noreorder
    b L8
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L8:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_list_push:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    sync
    .set noreorder
    bnez $7, L5
    nop
    .set reorder
    lw $7, 4($4)
    sw $7, 0($5)
    sw $6, 4($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 3
    .set reorder

guarded_cpu_id_lock_acquire:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L0)($8)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    lw $8, 0($4)
    sync
    .set noreorder
    bnez $8, L6
    nop
    .set reorder
    lw $8, 4($4)
    .set noreorder
    bne $8, $6, L5
    nop
    .set reorder
    sw $4, 0($5)
    sw $7, 4($4)
L2:
    .set noreorder
    b L8
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L8:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_queue_pop:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    sync
    .set noreorder
    bnez $7, L6
    nop
    .set reorder
    lw $7, 8($4)
    lw $8, 4($4)
    subu $7, $7, $8
    .set noreorder
    beqz $7, L5
    nop
    .set reorder
    lw $7, 4($4)
    and $7, $7, $6
    sll $8, $7, 2
    addu $8, $8, $4
    lw $7, 12($8)
    sw $7, 0($5)
    lw $7, 4($4)
    addiu $7, $7, 1
    sw $7, 4($4)
L2:
    .set noreorder
    b L8
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L8:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_queue_push:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L0)($8)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    lw $8, 0($4)
    sync
    .set noreorder
    bnez $8, L6
    nop
    .set reorder
    lw $8, 8($4)
    lw $9, 4($4)
    subu $8, $8, $9
    .set noreorder
    beq $8, $6, L5
    nop
    .set reorder
    lw $8, 8($4)
    and $8, $8, $7
    sll $9, $8, 2
    addu $9, $9, $4
    sw $5, 12($9)
    lw $8, 8($4)
    addiu $8, $8, 1
    sync
    sw $8, 8($4)
L2:
    .set noreorder
    b L8
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L8:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_ring_discard:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L0)($8)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    lw $8, 0($4)
    sync
    .set noreorder
    bnez $8, L6
    nop
    .set reorder
    lw $8, 8($4)
    .set noreorder
    bne $8, $5, L5
    nop
    .set reorder
    addu $8, $8, $4
    .set noreorder
    bne $8, $6, L5
    nop
    .set reorder
    sw $7, 8($4)
L2:
    .set noreorder
    b L8
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L8:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_ring_pad:
    .set noreorder
    lw $1, 24($sp)
    lw $8, 20($sp)
    lw $9, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $10, $ra
    bal L7
    nop
L7:
    lui $11, %hi(_gp_disp)
    addiu $11, $11, %lo(_gp_disp)
    addu $11, $11, $ra
    move $ra, $10
    lw $10, %gottprel(__perseq_core_0_1_block)($11)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $10, $10, $3
    .set pop
    lw $10, 0($10)
    lw $3, %got(L0)($11)
    addiu $3, $3, %lo(L0)
    sw $3, 8($10)
L1:
    lw $12, 4($10)
    .set noreorder
    bltz $12, L3
    nop
    .set reorder
    sll $12, $12, 18
    addu $4, $4, $12
    lw $11, 0($4)
    sync
    .set noreorder
    bnez $11, L6
    nop
    .set reorder
    lw $11, 4($4)
    .set noreorder
    bne $11, $6, L5
    nop
    .set reorder
    lw $12, 8($4)
    subu $11, $11, $12
    sltu $12, $7, $11
    .set noreorder
    bnez $12, L5
    nop
    .set reorder
    lw $11, 4($4)
    and $11, $11, $9
    addu $11, $11, $4
    addiu $11, $11, 64
    move $5, $11
    sw $8, 0($5)
    sync
    sw $1, 4($4)
L2:
    .set noreorder
    b L8
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L8:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

guarded_cpu_id_ring_write:
    .set noreorder
    lw $1, 24($sp)
    lw $8, 20($sp)
    lw $9, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L6
    .4byte 0
    .text
    .set push
    .set noreorder
    move $10, $ra
    bal L7
    nop
L7:
    lui $11, %hi(_gp_disp)
    addiu $11, $11, %lo(_gp_disp)
    addu $11, $11, $ra
    move $ra, $10
    lw $10, %gottprel(__perseq_core_0_1_block)($11)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $10, $10, $3
    .set pop
    lw $10, 0($10)
    lw $3, %got(L0)($11)
    addiu $3, $3, %lo(L0)
    sw $3, 8($10)
L1:
    lw $12, 4($10)
    .set noreorder
    bltz $12, L3
    nop
    .set reorder
    sll $12, $12, 18
    addu $4, $4, $12
    lw $11, 0($4)
    sync
    .set noreorder
    bnez $11, L6
    nop
    .set reorder
    lw $11, 4($4)
    lw $12, 8($4)
    subu $11, $11, $12
    sltu $12, $8, $11
    .set noreorder
    bnez $12, L5
    nop
    .set reorder
    lw $11, 4($4)
    and $11, $11, $1
    sltu $12, $8, $11
    .set noreorder
    bnez $12, L5
    nop
    .set reorder
    addu $11, $11, $4
    addiu $11, $11, 64
    move $6, $11
    sw $7, 0($6)
    addiu $11, $11, 8
    move $6, $11
    .set noreorder
    beqz $7, L8
    nop
    .set reorder
L9:
    lbu $11, 0($5)
    sb $11, 0($6)
    addiu $5, $5, 1
    addiu $6, $6, 1
    addiu $7, $7, -1
    .set noreorder
    bnez $7, L9
    nop
    .set reorder
L8:
    lw $11, 4($4)
    addu $11, $11, $9
    sync
    sw $11, 4($4)
L2:
    .set noreorder
    b L10
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L10:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L6:
    b L4
    addiu $2, $zero, 3
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_add:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $6, %hi(_gp_disp)
    addiu $6, $6, %lo(_gp_disp)
    addu $6, $6, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($6)
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
    lw $3, %got(L0)($6)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $6, 0($4)
    addu $6, $6, $5
    sw $6, 0($4)
L2:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
    .set reorder

here_cpu_id_load_add_load_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    addu $7, $7, $5
    lw $7, 0($7)
    lw $8, 0($7)
    addu $8, $8, $6
    sw $8, 0($7)
L2:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
    .set reorder

here_cpu_id_load_add_load_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    addu $7, $7, $5
    lw $7, 0($7)
    lw $8, 0($7)
    addu $8, $8, $6
    sync
    sw $8, 0($7)
L2:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
    .set reorder

here_cpu_id_load_add_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $6, %hi(_gp_disp)
    addiu $6, $6, %lo(_gp_disp)
    addu $6, $6, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($6)
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
    lw $3, %got(L0)($6)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $6, 0($4)
    addu $6, $6, $5
    sw $6, 0($4)
L2:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
    .set reorder

here_cpu_id_load_add_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $6, %hi(_gp_disp)
    addiu $6, $6, %lo(_gp_disp)
    addu $6, $6, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($6)
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
    lw $3, %got(L0)($6)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $6, 0($4)
    addu $6, $6, $5
    sync
    sw $6, 0($4)
L2:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
    .set reorder

here_cpu_id_load_cbeq_store_add_load_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L0)($8)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    lw $8, 0($4)
    .set noreorder
    beq $8, $6, L5
    nop
    .set reorder
    sw $8, 0($5)
    addu $8, $8, $7
    lw $8, 0($8)
    sw $8, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbeq_store_add_load_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L0)($8)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $9, 4($1)
    .set noreorder
    bltz $9, L3
    nop
    .set reorder
    sll $9, $9, 18
    addu $4, $4, $9
    lw $8, 0($4)
    .set noreorder
    beq $8, $6, L5
    nop
    .set reorder
    sw $8, 0($5)
    addu $8, $8, $7
    lw $8, 0($8)
    sync
    sw $8, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbne_load_cbne_store:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $8, $ra
    bal L6
    nop
L6:
    lui $9, %hi(_gp_disp)
    addiu $9, $9, %lo(_gp_disp)
    addu $9, $9, $ra
    move $ra, $8
    lw $8, %gottprel(__perseq_core_0_1_block)($9)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $8, $8, $3
    .set pop
    lw $8, 0($8)
    lw $3, %got(L0)($9)
    addiu $3, $3, %lo(L0)
    sw $3, 8($8)
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
    bne $9, $6, L5
    nop
    .set reorder
    lw $9, 0($5)
    .set noreorder
    bne $9, $7, L5
    nop
    .set reorder
    sw $1, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbne_load_cbne_store_release:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $8, $ra
    bal L6
    nop
L6:
    lui $9, %hi(_gp_disp)
    addiu $9, $9, %lo(_gp_disp)
    addu $9, $9, $ra
    move $ra, $8
    lw $8, %gottprel(__perseq_core_0_1_block)($9)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $8, $8, $3
    .set pop
    lw $8, 0($8)
    lw $3, %got(L0)($9)
    addiu $3, $3, %lo(L0)
    sw $3, 8($8)
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
    bne $9, $6, L5
    nop
    .set reorder
    lw $9, 0($5)
    .set noreorder
    bne $9, $7, L5
    nop
    .set reorder
    sync
    sw $1, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbne_memcpy_store:
    .set noreorder
    lw $1, 20($sp)
    lw $8, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $9, $ra
    bal L6
    nop
L6:
    lui $10, %hi(_gp_disp)
    addiu $10, $10, %lo(_gp_disp)
    addu $10, $10, $ra
    move $ra, $9
    lw $9, %gottprel(__perseq_core_0_1_block)($10)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $9, $9, $3
    .set pop
    lw $9, 0($9)
    lw $3, %got(L0)($10)
    addiu $3, $3, %lo(L0)
    sw $3, 8($9)
L1:
    lw $11, 4($9)
    .set noreorder
    bltz $11, L3
    nop
    .set reorder
    sll $11, $11, 18
    addu $4, $4, $11
    addu $5, $5, $11
    lw $10, 0($4)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    .set noreorder
    beqz $8, L7
    nop
    .set reorder
L8:
    lbu $10, 0($6)
    sb $10, 0($5)
    addiu $6, $6, 1
    addiu $5, $5, 1
    addiu $8, $8, -1
    .set noreorder
    bnez $8, L8
    nop
    .set reorder
L7:
    sw $1, 0($4)
L2:
    .set noreorder
    b L9
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L9:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbne_memcpy_store_release:
    .set noreorder
    lw $1, 20($sp)
    lw $8, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $9, $ra
    bal L6
    nop
L6:
    lui $10, %hi(_gp_disp)
    addiu $10, $10, %lo(_gp_disp)
    addu $10, $10, $ra
    move $ra, $9
    lw $9, %gottprel(__perseq_core_0_1_block)($10)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $9, $9, $3
    .set pop
    lw $9, 0($9)
    lw $3, %got(L0)($10)
    addiu $3, $3, %lo(L0)
    sw $3, 8($9)
L1:
    lw $11, 4($9)
    .set noreorder
    bltz $11, L3
    nop
    .set reorder
    sll $11, $11, 18
    addu $4, $4, $11
    addu $5, $5, $11
    lw $10, 0($4)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    .set noreorder
    beqz $8, L7
    nop
    .set reorder
L8:
    lbu $10, 0($6)
    sb $10, 0($5)
    addiu $6, $6, 1
    addiu $5, $5, 1
    addiu $8, $8, -1
    .set noreorder
    bnez $8, L8
    nop
    .set reorder
L7:
    sync
    sw $1, 0($4)
L2:
    .set noreorder
    b L9
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L9:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbne_store:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    .set noreorder
    bne $7, $5, L5
    nop
    .set reorder
    sw $6, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbne_store_release:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L0)($7)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $8, 4($1)
    .set noreorder
    bltz $8, L3
    nop
    .set reorder
    sll $8, $8, 18
    addu $4, $4, $8
    lw $7, 0($4)
    .set noreorder
    bne $7, $5, L5
    nop
    .set reorder
    sync
    sw $6, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbne_store_store:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $8, $ra
    bal L6
    nop
L6:
    lui $9, %hi(_gp_disp)
    addiu $9, $9, %lo(_gp_disp)
    addu $9, $9, $ra
    move $ra, $8
    lw $8, %gottprel(__perseq_core_0_1_block)($9)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $8, $8, $3
    .set pop
    lw $8, 0($8)
    lw $3, %got(L0)($9)
    addiu $3, $3, %lo(L0)
    sw $3, 8($8)
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
    bne $9, $6, L5
    nop
    .set reorder
    sw $7, 0($5)
    sw $1, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_cpu_id_load_cbne_store_store_release:
    .set noreorder
    lw $1, 16($sp)
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $8, $ra
    bal L6
    nop
L6:
    lui $9, %hi(_gp_disp)
    addiu $9, $9, %lo(_gp_disp)
    addu $9, $9, $ra
    move $ra, $8
    lw $8, %gottprel(__perseq_core_0_1_block)($9)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $8, $8, $3
    .set pop
    lw $8, 0($8)
    lw $3, %got(L0)($9)
    addiu $3, $3, %lo(L0)
    sw $3, 8($8)
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
    bne $9, $6, L5
    nop
    .set reorder
    sw $7, 0($5)
    sync
    sw $1, 0($4)
L2:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
L5:
    b L4
    addiu $2, $zero, 1
    .set reorder

here_mm_cid_add:
    .set noreorder
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .4byte L1
    .4byte 0
    .4byte L2-L1
    .4byte 0
    .4byte L3
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $6, %hi(_gp_disp)
    addiu $6, $6, %lo(_gp_disp)
    addu $6, $6, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($6)
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
    lw $3, %got(L0)($6)
    addiu $3, $3, %lo(L0)
    sw $3, 8($1)
L1:
    lw $6, 4($1)
    .set noreorder
    bltz $6, L3
    nop
    .set reorder
    lw $7, 24($1)
    .set noreorder
    bltz $7, L3
    nop
    .set reorder
    sll $7, $7, 18
    addu $4, $4, $7
    lw $6, 0($4)
    addu $6, $6, $5
    sw $6, 0($4)
L2:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L3:
    .set noreorder
    b L4
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L4:
    jr $ra
    nop
    .set reorder

on_cpu_id_load_add_load_load_add_store:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L1)($8)
    addiu $3, $3, %lo(L1)
    sw $3, 8($1)
L2:
    lw $8, 4($1)
    .set noreorder
    bne $8, $4, L4
    nop
    .set reorder
    lw $8, 0($5)
    addu $8, $8, $6
    lw $8, 0($8)
    lw $9, 0($8)
    addu $9, $9, $7
    sw $9, 0($8)
L3:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
    .set reorder

on_cpu_id_load_add_load_load_add_store_release:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L1)($8)
    addiu $3, $3, %lo(L1)
    sw $3, 8($1)
L2:
    lw $8, 4($1)
    .set noreorder
    bne $8, $4, L4
    nop
    .set reorder
    lw $8, 0($5)
    addu $8, $8, $6
    lw $8, 0($8)
    lw $9, 0($8)
    addu $9, $9, $7
    sync
    sw $9, 0($8)
L3:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
    .set reorder

on_cpu_id_load_add_store:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L1)($7)
    addiu $3, $3, %lo(L1)
    sw $3, 8($1)
L2:
    lw $7, 4($1)
    .set noreorder
    bne $7, $4, L4
    nop
    .set reorder
    lw $7, 0($5)
    addu $7, $7, $6
    sw $7, 0($5)
L3:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
    .set reorder

on_cpu_id_load_add_store_release:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L1)($7)
    addiu $3, $3, %lo(L1)
    sw $3, 8($1)
L2:
    lw $7, 4($1)
    .set noreorder
    bne $7, $4, L4
    nop
    .set reorder
    lw $7, 0($5)
    addu $7, $7, $6
    sync
    sw $7, 0($5)
L3:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
    .set reorder

on_cpu_id_load_cbeq_store_add_load_store:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    lw $1, 16($sp)
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $8, $ra
    bal L6
    nop
L6:
    lui $9, %hi(_gp_disp)
    addiu $9, $9, %lo(_gp_disp)
    addu $9, $9, $ra
    move $ra, $8
    lw $8, %gottprel(__perseq_core_0_1_block)($9)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $8, $8, $3
    .set pop
    lw $8, 0($8)
    lw $3, %got(L1)($9)
    addiu $3, $3, %lo(L1)
    sw $3, 8($8)
L2:
    lw $9, 4($8)
    .set noreorder
    bne $9, $4, L4
    nop
    .set reorder
    lw $9, 0($5)
    .set noreorder
    beq $9, $7, L5
    nop
    .set reorder
    sw $9, 0($6)
    addu $9, $9, $1
    lw $9, 0($9)
    sw $9, 0($5)
L3:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbeq_store_add_load_store_release:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    lw $1, 16($sp)
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $8, $ra
    bal L6
    nop
L6:
    lui $9, %hi(_gp_disp)
    addiu $9, $9, %lo(_gp_disp)
    addu $9, $9, $ra
    move $ra, $8
    lw $8, %gottprel(__perseq_core_0_1_block)($9)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $8, $8, $3
    .set pop
    lw $8, 0($8)
    lw $3, %got(L1)($9)
    addiu $3, $3, %lo(L1)
    sw $3, 8($8)
L2:
    lw $9, 4($8)
    .set noreorder
    bne $9, $4, L4
    nop
    .set reorder
    lw $9, 0($5)
    .set noreorder
    beq $9, $7, L5
    nop
    .set reorder
    sw $9, 0($6)
    addu $9, $9, $1
    lw $9, 0($9)
    sync
    sw $9, 0($5)
L3:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbne_load_cbne_store:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    lw $1, 20($sp)
    lw $8, 16($sp)
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $9, $ra
    bal L6
    nop
L6:
    lui $10, %hi(_gp_disp)
    addiu $10, $10, %lo(_gp_disp)
    addu $10, $10, $ra
    move $ra, $9
    lw $9, %gottprel(__perseq_core_0_1_block)($10)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $9, $9, $3
    .set pop
    lw $9, 0($9)
    lw $3, %got(L1)($10)
    addiu $3, $3, %lo(L1)
    sw $3, 8($9)
L2:
    lw $10, 4($9)
    .set noreorder
    bne $10, $4, L4
    nop
    .set reorder
    lw $10, 0($5)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    lw $10, 0($6)
    .set noreorder
    bne $10, $8, L5
    nop
    .set reorder
    sw $1, 0($5)
L3:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbne_load_cbne_store_release:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    lw $1, 20($sp)
    lw $8, 16($sp)
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $9, $ra
    bal L6
    nop
L6:
    lui $10, %hi(_gp_disp)
    addiu $10, $10, %lo(_gp_disp)
    addu $10, $10, $ra
    move $ra, $9
    lw $9, %gottprel(__perseq_core_0_1_block)($10)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $9, $9, $3
    .set pop
    lw $9, 0($9)
    lw $3, %got(L1)($10)
    addiu $3, $3, %lo(L1)
    sw $3, 8($9)
L2:
    lw $10, 4($9)
    .set noreorder
    bne $10, $4, L4
    nop
    .set reorder
    lw $10, 0($5)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    lw $10, 0($6)
    .set noreorder
    bne $10, $8, L5
    nop
    .set reorder
    sync
    sw $1, 0($5)
L3:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbne_memcpy_store:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    lw $1, 24($sp)
    lw $8, 20($sp)
    lw $9, 16($sp)
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $10, $ra
    bal L6
    nop
L6:
    lui $11, %hi(_gp_disp)
    addiu $11, $11, %lo(_gp_disp)
    addu $11, $11, $ra
    move $ra, $10
    lw $10, %gottprel(__perseq_core_0_1_block)($11)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $10, $10, $3
    .set pop
    lw $10, 0($10)
    lw $3, %got(L1)($11)
    addiu $3, $3, %lo(L1)
    sw $3, 8($10)
L2:
    lw $11, 4($10)
    .set noreorder
    bne $11, $4, L4
    nop
    .set reorder
    lw $11, 0($5)
    .set noreorder
    bne $11, $9, L5
    nop
    .set reorder
    .set noreorder
    beqz $8, L7
    nop
    .set reorder
L8:
    lbu $11, 0($7)
    sb $11, 0($6)
    addiu $7, $7, 1
    addiu $6, $6, 1
    addiu $8, $8, -1
    .set noreorder
    bnez $8, L8
    nop
    .set reorder
L7:
    sw $1, 0($5)
L3:
    .set noreorder
    b L9
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L9:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbne_memcpy_store_release:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    lw $1, 24($sp)
    lw $8, 20($sp)
    lw $9, 16($sp)
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $10, $ra
    bal L6
    nop
L6:
    lui $11, %hi(_gp_disp)
    addiu $11, $11, %lo(_gp_disp)
    addu $11, $11, $ra
    move $ra, $10
    lw $10, %gottprel(__perseq_core_0_1_block)($11)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $10, $10, $3
    .set pop
    lw $10, 0($10)
    lw $3, %got(L1)($11)
    addiu $3, $3, %lo(L1)
    sw $3, 8($10)
L2:
    lw $11, 4($10)
    .set noreorder
    bne $11, $4, L4
    nop
    .set reorder
    lw $11, 0($5)
    .set noreorder
    bne $11, $9, L5
    nop
    .set reorder
    .set noreorder
    beqz $8, L7
    nop
    .set reorder
L8:
    lbu $11, 0($7)
    sb $11, 0($6)
    addiu $7, $7, 1
    addiu $6, $6, 1
    addiu $8, $8, -1
    .set noreorder
    bnez $8, L8
    nop
    .set reorder
L7:
    sync
    sw $1, 0($5)
L3:
    .set noreorder
    b L9
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L9:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbne_store:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L1)($8)
    addiu $3, $3, %lo(L1)
    sw $3, 8($1)
L2:
    lw $8, 4($1)
    .set noreorder
    bne $8, $4, L4
    nop
    .set reorder
    lw $8, 0($5)
    .set noreorder
    bne $8, $6, L5
    nop
    .set reorder
    sw $7, 0($5)
L3:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbne_store_release:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $8, %hi(_gp_disp)
    addiu $8, $8, %lo(_gp_disp)
    addu $8, $8, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($8)
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
    lw $3, %got(L1)($8)
    addiu $3, $3, %lo(L1)
    sw $3, 8($1)
L2:
    lw $8, 4($1)
    .set noreorder
    bne $8, $4, L4
    nop
    .set reorder
    lw $8, 0($5)
    .set noreorder
    bne $8, $6, L5
    nop
    .set reorder
    sync
    sw $7, 0($5)
L3:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbne_store_store:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    lw $1, 20($sp)
    lw $8, 16($sp)
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $9, $ra
    bal L6
    nop
L6:
    lui $10, %hi(_gp_disp)
    addiu $10, $10, %lo(_gp_disp)
    addu $10, $10, $ra
    move $ra, $9
    lw $9, %gottprel(__perseq_core_0_1_block)($10)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $9, $9, $3
    .set pop
    lw $9, 0($9)
    lw $3, %got(L1)($10)
    addiu $3, $3, %lo(L1)
    sw $3, 8($9)
L2:
    lw $10, 4($9)
    .set noreorder
    bne $10, $4, L4
    nop
    .set reorder
    lw $10, 0($5)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    sw $8, 0($6)
    sw $1, 0($5)
L3:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_cpu_id_load_cbne_store_store_release:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    lw $1, 20($sp)
    lw $8, 16($sp)
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L5
    .4byte 0
    .text
    .set push
    .set noreorder
    move $9, $ra
    bal L6
    nop
L6:
    lui $10, %hi(_gp_disp)
    addiu $10, $10, %lo(_gp_disp)
    addu $10, $10, $ra
    move $ra, $9
    lw $9, %gottprel(__perseq_core_0_1_block)($10)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $9, $9, $3
    .set pop
    lw $9, 0($9)
    lw $3, %got(L1)($10)
    addiu $3, $3, %lo(L1)
    sw $3, 8($9)
L2:
    lw $10, 4($9)
    .set noreorder
    bne $10, $4, L4
    nop
    .set reorder
    lw $10, 0($5)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    sw $8, 0($6)
    sync
    sw $1, 0($5)
L3:
    .set noreorder
    b L7
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L7:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
L5:
    b L0
    addiu $2, $zero, 1
    .set reorder

on_mm_cid_load_add_store:
    .set noreorder
    bltz $4, L0
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .4byte L2
    .4byte 0
    .4byte L3-L2
    .4byte 0
    .4byte L4
    .4byte 0
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .4byte L1
    .4byte 0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .4byte L2
    .4byte 0
    .4byte L0
    .4byte 0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(_gp_disp)
    addiu $7, $7, %lo(_gp_disp)
    addu $7, $7, $ra
    move $ra, $1
    lw $1, %gottprel(__perseq_core_0_1_block)($7)
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
    lw $3, %got(L1)($7)
    addiu $3, $3, %lo(L1)
    sw $3, 8($1)
L2:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L4
    nop
    .set reorder
    lw $7, 24($1)
    .set noreorder
    bne $7, $4, L4
    nop
    .set reorder
    lw $7, 0($5)
    addu $7, $7, $6
    sw $7, 0($5)
L3:
    .set noreorder
    b L6
    nop
    .set reorder
    .4byte 55574541
L4:
    .set noreorder
    b L0
    nop
    .set reorder
L6:
    .set pop
    addiu $2, $zero, 0
L0:
    jr $ra
    nop
    .set reorder

thread_area_cpu_id:
    .set noreorder
    .set push
    .set reorder
    .set push
    .set noreorder
    move $2, $ra
    bal L0
    nop
L0:
    lui $1, %hi(_gp_disp)
    addiu $1, $1, %lo(_gp_disp)
    addu $1, $1, $ra
    move $ra, $2
    lw $2, %gottprel(__perseq_core_0_1_block)($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $2, $2, $3
    .set pop
    lw $2, 0($2)
    .set pop
    jr $ra
    nop
    .set reorder

thread_area_mm_cid:
    .set noreorder
    .set push
    .set reorder
    .set push
    .set noreorder
    move $2, $ra
    bal L0
    nop
L0:
    lui $1, %hi(_gp_disp)
    addiu $1, $1, %lo(_gp_disp)
    addu $1, $1, $ra
    move $ra, $2
    lw $2, %gottprel(__perseq_core_0_1_block)($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $2, $2, $3
    .set pop
    lw $2, 4($2)
    .set pop
    jr $ra
    nop
    .set reorder

thread_block:
    .set noreorder
    .set push
    .set reorder
    .set push
    .set noreorder
    move $2, $ra
    bal L0
    nop
L0:
    lui $1, %hi(_gp_disp)
    addiu $1, $1, %lo(_gp_disp)
    addu $1, $1, $ra
    move $ra, $2
    lw $2, %gottprel(__perseq_core_0_1_block)($1)
    .set push
    .set mips32r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    addu $2, $2, $3
    .set pop
    .set pop
    jr $ra
    nop
    .set reorder

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

