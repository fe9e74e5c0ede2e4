.section .tdata.perseq,"awT",@progbits
    .p2align 4, 0x0
    .protected __perseq_core_0_1_block
    .size __perseq_core_0_1_block, 48
__perseq_core_0_1_block:
    .8byte _RNvNt…11perseq_core6thread12UNREGISTERED
    .8byte _RNvNt…11perseq_core6thread12UNREGISTERED
    .space 32

.section .init_array,"aw",@init_array
    .p2align 3, 0x0
    .8byte _RNvNtNt…11perseq_core6thread4load7on_load

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
    .8byte __rseq_offset
    .8byte __rseq_size
    .8byte dlopen
    .8byte dladdr

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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $6, %hi(%neg(%gp_rel(L7)))
    daddiu $6, $6, %lo(%neg(%gp_rel(L7)))
    daddu $6, $6, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($6)
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
    ld $3, %got_page(L0)($6)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $6, 0($4)
    sync
    .set noreorder
    bnez $6, L6
    nop
    .set reorder
    ld $6, 16($4)
    .set noreorder
    beqz $6, L5
    nop
    .set reorder
    daddiu $6, $6, -1
    dsll $7, $6, 3
    daddu $7, $7, $4
    ld $7, 24($7)
    sd $7, 0($5)
    sd $6, 16($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $10, %hi(%neg(%gp_rel(L7)))
    daddiu $10, $10, %lo(%neg(%gp_rel(L7)))
    daddu $10, $10, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($10)
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
    ld $3, %got_page(L0)($10)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
L1:
    lw $11, 4($1)
    .set noreorder
    bltz $11, L3
    nop
    .set reorder
    dsll $11, $11, 18
    daddu $4, $4, $11
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $10, 0($4)
    sync
    .set noreorder
    bnez $10, L6
    nop
    .set reorder
    ld $10, 16($4)
    sltu $11, $10, $7
    .set noreorder
    bnez $11, L5
    nop
    .set reorder
    daddu $10, $10, $8
    dsll $10, $10, 3
    daddu $10, $10, $4
    daddiu $10, $10, 24
    move $6, $10
    .set noreorder
    beqz $9, L8
    nop
    .set reorder
L9:
    lbu $10, 0($6)
    sb $10, 0($5)
    daddiu $6, $6, 1
    daddiu $5, $5, 1
    daddiu $9, $9, -1
    .set noreorder
    bnez $9, L9
    nop
    .set reorder
L8:
    ld $10, 16($4)
    daddu $10, $10, $8
    sd $10, 16($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $6, %hi(%neg(%gp_rel(L6)))
    daddiu $6, $6, %lo(%neg(%gp_rel(L6)))
    daddu $6, $6, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($6)
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
    ld $3, %got_page(L0)($6)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 8($4)
    sync
    ld $6, 16($4)
    daddiu $6, $6, -1
    sltu $7, $6, $7
    .set noreorder
    beqz $7, L5
    nop
    .set reorder
    dsll $7, $6, 3
    daddu $7, $7, $4
    ld $7, 24($7)
    sd $7, 0($5)
    sd $6, 16($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $7, %hi(%neg(%gp_rel(L7)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L7)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    sync
    .set noreorder
    bnez $7, L6
    nop
    .set reorder
    ld $7, 16($4)
    .set noreorder
    beq $7, $6, L5
    nop
    .set reorder
    dsll $8, $7, 3
    daddu $8, $8, $4
    sd $5, 24($8)
    daddiu $7, $7, 1
    sd $7, 16($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $10, %hi(%neg(%gp_rel(L7)))
    daddiu $10, $10, %lo(%neg(%gp_rel(L7)))
    daddu $10, $10, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($10)
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
    ld $3, %got_page(L0)($10)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
L1:
    lw $11, 4($1)
    .set noreorder
    bltz $11, L3
    nop
    .set reorder
    dsll $11, $11, 18
    daddu $4, $4, $11
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $10, 0($4)
    sync
    .set noreorder
    bnez $10, L6
    nop
    .set reorder
    ld $10, 16($4)
    sltu $11, $8, $10
    .set noreorder
    bnez $11, L5
    nop
    .set reorder
    dsll $10, $10, 3
    daddu $10, $10, $4
    daddiu $10, $10, 24
    move $6, $10
    .set noreorder
    beqz $9, L8
    nop
    .set reorder
L9:
    lbu $10, 0($5)
    sb $10, 0($6)
    daddiu $5, $5, 1
    daddiu $6, $6, 1
    daddiu $9, $9, -1
    .set noreorder
    bnez $9, L9
    nop
    .set reorder
L8:
    ld $10, 16($4)
    daddu $10, $10, $7
    sd $10, 16($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $6, %hi(%neg(%gp_rel(L6)))
    daddiu $6, $6, %lo(%neg(%gp_rel(L6)))
    daddu $6, $6, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($6)
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
    ld $3, %got_page(L0)($6)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 8($4)
    sync
    ld $6, 16($4)
    sltu $7, $6, $7
    .set noreorder
    beqz $7, L5
    nop
    .set reorder
    dsll $7, $6, 3
    daddu $7, $7, $4
    sd $5, 24($7)
    daddiu $6, $6, 1
    sd $6, 16($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $7, %hi(%neg(%gp_rel(L6)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L6)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    sync
    .set noreorder
    bnez $7, L5
    nop
    .set reorder
    sd $4, 0($5)
    sd $6, 0($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $7, %hi(%neg(%gp_rel(L7)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L7)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    sync
    .set noreorder
    bnez $7, L6
    nop
    .set reorder
    ld $7, 8($4)
    .set noreorder
    beqz $7, L5
    nop
    .set reorder
    sd $7, 0($5)
    daddu $7, $7, $6
    ld $7, 0($7)
    sd $7, 8($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $7, %hi(%neg(%gp_rel(L6)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L6)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    sync
    .set noreorder
    bnez $7, L5
    nop
    .set reorder
    ld $7, 8($4)
    sd $7, 0($5)
    sd $6, 8($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $8, %hi(%neg(%gp_rel(L7)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L7)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L0)($8)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $8, 0($4)
    sync
    .set noreorder
    bnez $8, L6
    nop
    .set reorder
    ld $8, 8($4)
    .set noreorder
    bne $8, $6, L5
    nop
    .set reorder
    sd $4, 0($5)
    sd $7, 8($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $7, %hi(%neg(%gp_rel(L7)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L7)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    sync
    .set noreorder
    bnez $7, L6
    nop
    .set reorder
    ld $7, 16($4)
    ld $8, 8($4)
    dsubu $7, $7, $8
    .set noreorder
    beqz $7, L5
    nop
    .set reorder
    ld $7, 8($4)
    and $7, $7, $6
    dsll $8, $7, 3
    daddu $8, $8, $4
    ld $7, 24($8)
    sd $7, 0($5)
    ld $7, 8($4)
    daddiu $7, $7, 1
    sd $7, 8($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $8, %hi(%neg(%gp_rel(L7)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L7)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L0)($8)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $8, 0($4)
    sync
    .set noreorder
    bnez $8, L6
    nop
    .set reorder
    ld $8, 16($4)
    ld $9, 8($4)
    dsubu $8, $8, $9
    .set noreorder
    beq $8, $6, L5
    nop
    .set reorder
    ld $8, 16($4)
    and $8, $8, $7
    dsll $9, $8, 3
    daddu $9, $9, $4
    sd $5, 24($9)
    ld $8, 16($4)
    daddiu $8, $8, 1
    sync
    sd $8, 16($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $8, %hi(%neg(%gp_rel(L7)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L7)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L0)($8)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $8, 0($4)
    sync
    .set noreorder
    bnez $8, L6
    nop
    .set reorder
    ld $8, 16($4)
    .set noreorder
    bne $8, $5, L5
    nop
    .set reorder
    daddu $8, $8, $4
    .set noreorder
    bne $8, $6, L5
    nop
    .set reorder
    sd $7, 16($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $11, %hi(%neg(%gp_rel(L7)))
    daddiu $11, $11, %lo(%neg(%gp_rel(L7)))
    daddu $11, $11, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($11)
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
    ld $3, %got_page(L0)($11)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
L1:
    lw $12, 4($1)
    .set noreorder
    bltz $12, L3
    nop
    .set reorder
    dsll $12, $12, 18
    daddu $4, $4, $12
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $11, 0($4)
    sync
    .set noreorder
    bnez $11, L6
    nop
    .set reorder
    ld $11, 8($4)
    .set noreorder
    bne $11, $6, L5
    nop
    .set reorder
    ld $12, 16($4)
    dsubu $11, $11, $12
    sltu $12, $7, $11
    .set noreorder
    bnez $12, L5
    nop
    .set reorder
    ld $11, 8($4)
    and $11, $11, $8
    daddu $11, $11, $4
    daddiu $11, $11, 64
    move $5, $11
    sd $9, 0($5)
    sync
    sd $10, 8($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L6
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L7
    nop
L7:
    lui $11, %hi(%neg(%gp_rel(L7)))
    daddiu $11, $11, %lo(%neg(%gp_rel(L7)))
    daddu $11, $11, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($11)
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
    ld $3, %got_page(L0)($11)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
L1:
    lw $12, 4($1)
    .set noreorder
    bltz $12, L3
    nop
    .set reorder
    dsll $12, $12, 18
    daddu $4, $4, $12
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $11, 0($4)
    sync
    .set noreorder
    bnez $11, L6
    nop
    .set reorder
    ld $11, 8($4)
    ld $12, 16($4)
    dsubu $11, $11, $12
    sltu $12, $9, $11
    .set noreorder
    bnez $12, L5
    nop
    .set reorder
    ld $11, 8($4)
    and $11, $11, $10
    sltu $12, $9, $11
    .set noreorder
    bnez $12, L5
    nop
    .set reorder
    daddu $11, $11, $4
    daddiu $11, $11, 64
    move $6, $11
    sd $7, 0($6)
    daddiu $11, $11, 8
    move $6, $11
    .set noreorder
    beqz $7, L8
    nop
    .set reorder
L9:
    lbu $11, 0($5)
    sb $11, 0($6)
    daddiu $5, $5, 1
    daddiu $6, $6, 1
    daddiu $7, $7, -1
    .set noreorder
    bnez $7, L9
    nop
    .set reorder
L8:
    ld $11, 8($4)
    daddu $11, $11, $8
    sync
    sd $11, 8($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $6, %hi(%neg(%gp_rel(L5)))
    daddiu $6, $6, %lo(%neg(%gp_rel(L5)))
    daddu $6, $6, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($6)
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
    ld $3, %got_page(L0)($6)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $6, 0($4)
    daddu $6, $6, $5
    sd $6, 0($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(%neg(%gp_rel(L5)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L5)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    daddu $7, $7, $5
    ld $7, 0($7)
    ld $8, 0($7)
    daddu $8, $8, $6
    sd $8, 0($7)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(%neg(%gp_rel(L5)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L5)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    daddu $7, $7, $5
    ld $7, 0($7)
    ld $8, 0($7)
    daddu $8, $8, $6
    sync
    sd $8, 0($7)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $6, %hi(%neg(%gp_rel(L5)))
    daddiu $6, $6, %lo(%neg(%gp_rel(L5)))
    daddu $6, $6, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($6)
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
    ld $3, %got_page(L0)($6)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $6, 0($4)
    daddu $6, $6, $5
    sd $6, 0($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $6, %hi(%neg(%gp_rel(L5)))
    daddiu $6, $6, %lo(%neg(%gp_rel(L5)))
    daddu $6, $6, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($6)
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
    ld $3, %got_page(L0)($6)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $6, 0($4)
    daddu $6, $6, $5
    sync
    sd $6, 0($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $8, %hi(%neg(%gp_rel(L6)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L6)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L0)($8)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $8, 0($4)
    .set noreorder
    beq $8, $6, L5
    nop
    .set reorder
    sd $8, 0($5)
    daddu $8, $8, $7
    ld $8, 0($8)
    sd $8, 0($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $8, %hi(%neg(%gp_rel(L6)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L6)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L0)($8)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $8, 0($4)
    .set noreorder
    beq $8, $6, L5
    nop
    .set reorder
    sd $8, 0($5)
    daddu $8, $8, $7
    ld $8, 0($8)
    sync
    sd $8, 0($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $9, %hi(%neg(%gp_rel(L6)))
    daddiu $9, $9, %lo(%neg(%gp_rel(L6)))
    daddu $9, $9, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($9)
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
    ld $3, %got_page(L0)($9)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $9, 0($4)
    .set noreorder
    bne $9, $6, L5
    nop
    .set reorder
    ld $9, 0($5)
    .set noreorder
    bne $9, $7, L5
    nop
    .set reorder
    sd $8, 0($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $9, %hi(%neg(%gp_rel(L6)))
    daddiu $9, $9, %lo(%neg(%gp_rel(L6)))
    daddu $9, $9, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($9)
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
    ld $3, %got_page(L0)($9)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $9, 0($4)
    .set noreorder
    bne $9, $6, L5
    nop
    .set reorder
    ld $9, 0($5)
    .set noreorder
    bne $9, $7, L5
    nop
    .set reorder
    sync
    sd $8, 0($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $10, %hi(%neg(%gp_rel(L6)))
    daddiu $10, $10, %lo(%neg(%gp_rel(L6)))
    daddu $10, $10, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($10)
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
    ld $3, %got_page(L0)($10)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
L1:
    lw $11, 4($1)
    .set noreorder
    bltz $11, L3
    nop
    .set reorder
    dsll $11, $11, 18
    daddu $4, $4, $11
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    daddu $5, $5, $11
    .set noreorder
    bltz $5, L3
    nop
    .set reorder
    ld $10, 0($4)
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
    daddiu $6, $6, 1
    daddiu $5, $5, 1
    daddiu $8, $8, -1
    .set noreorder
    bnez $8, L8
    nop
    .set reorder
L7:
    sd $9, 0($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $10, %hi(%neg(%gp_rel(L6)))
    daddiu $10, $10, %lo(%neg(%gp_rel(L6)))
    daddu $10, $10, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($10)
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
    ld $3, %got_page(L0)($10)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
L1:
    lw $11, 4($1)
    .set noreorder
    bltz $11, L3
    nop
    .set reorder
    dsll $11, $11, 18
    daddu $4, $4, $11
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    daddu $5, $5, $11
    .set noreorder
    bltz $5, L3
    nop
    .set reorder
    ld $10, 0($4)
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
    daddiu $6, $6, 1
    daddiu $5, $5, 1
    daddiu $8, $8, -1
    .set noreorder
    bnez $8, L8
    nop
    .set reorder
L7:
    sync
    sd $9, 0($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $7, %hi(%neg(%gp_rel(L6)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L6)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    .set noreorder
    bne $7, $5, L5
    nop
    .set reorder
    sd $6, 0($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $7, %hi(%neg(%gp_rel(L6)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L6)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L0)($7)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $7, 0($4)
    .set noreorder
    bne $7, $5, L5
    nop
    .set reorder
    sync
    sd $6, 0($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $9, %hi(%neg(%gp_rel(L6)))
    daddiu $9, $9, %lo(%neg(%gp_rel(L6)))
    daddu $9, $9, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($9)
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
    ld $3, %got_page(L0)($9)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $9, 0($4)
    .set noreorder
    bne $9, $6, L5
    nop
    .set reorder
    sd $7, 0($5)
    sd $8, 0($4)
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
    addiu $2, $zero, 2
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L0:
    .4byte 0
    .4byte 0
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $9, %hi(%neg(%gp_rel(L6)))
    daddiu $9, $9, %lo(%neg(%gp_rel(L6)))
    daddu $9, $9, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($9)
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
    ld $3, %got_page(L0)($9)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    ld $9, 0($4)
    .set noreorder
    bne $9, $6, L5
    nop
    .set reorder
    sd $7, 0($5)
    sync
    sd $8, 0($4)
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
    .8byte L1
    .8byte L2-L1
    .8byte L3
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L1
    .8byte L4
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $6, %hi(%neg(%gp_rel(L5)))
    daddiu $6, $6, %lo(%neg(%gp_rel(L5)))
    daddu $6, $6, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($6)
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
    ld $3, %got_page(L0)($6)
    daddiu $3, $3, %got_ofst(L0)
    sd $3, 8($1)
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
    dsll $7, $7, 18
    daddu $4, $4, $7
    .set noreorder
    bltz $4, L3
    nop
    .set reorder
    ld $6, 0($4)
    daddu $6, $6, $5
    sd $6, 0($4)
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
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $8, %hi(%neg(%gp_rel(L5)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L5)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L1)($8)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $8, 4($1)
    sll $9, $4, 0
    .set noreorder
    bne $8, $9, L4
    nop
    .set reorder
    ld $8, 0($5)
    daddu $8, $8, $6
    ld $8, 0($8)
    ld $9, 0($8)
    daddu $9, $9, $7
    sd $9, 0($8)
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
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $8, %hi(%neg(%gp_rel(L5)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L5)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L1)($8)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $8, 4($1)
    sll $9, $4, 0
    .set noreorder
    bne $8, $9, L4
    nop
    .set reorder
    ld $8, 0($5)
    daddu $8, $8, $6
    ld $8, 0($8)
    ld $9, 0($8)
    daddu $9, $9, $7
    sync
    sd $9, 0($8)
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
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(%neg(%gp_rel(L5)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L5)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L1)($7)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $7, 4($1)
    sll $8, $4, 0
    .set noreorder
    bne $7, $8, L4
    nop
    .set reorder
    ld $7, 0($5)
    daddu $7, $7, $6
    sd $7, 0($5)
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
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(%neg(%gp_rel(L5)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L5)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L1)($7)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $7, 4($1)
    sll $8, $4, 0
    .set noreorder
    bne $7, $8, L4
    nop
    .set reorder
    ld $7, 0($5)
    daddu $7, $7, $6
    sync
    sd $7, 0($5)
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
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $9, %hi(%neg(%gp_rel(L6)))
    daddiu $9, $9, %lo(%neg(%gp_rel(L6)))
    daddu $9, $9, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($9)
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
    ld $3, %got_page(L1)($9)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $9, 4($1)
    sll $10, $4, 0
    .set noreorder
    bne $9, $10, L4
    nop
    .set reorder
    ld $9, 0($5)
    .set noreorder
    beq $9, $7, L5
    nop
    .set reorder
    sd $9, 0($6)
    daddu $9, $9, $8
    ld $9, 0($9)
    sd $9, 0($5)
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
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $9, %hi(%neg(%gp_rel(L6)))
    daddiu $9, $9, %lo(%neg(%gp_rel(L6)))
    daddu $9, $9, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($9)
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
    ld $3, %got_page(L1)($9)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $9, 4($1)
    sll $10, $4, 0
    .set noreorder
    bne $9, $10, L4
    nop
    .set reorder
    ld $9, 0($5)
    .set noreorder
    beq $9, $7, L5
    nop
    .set reorder
    sd $9, 0($6)
    daddu $9, $9, $8
    ld $9, 0($9)
    sync
    sd $9, 0($5)
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
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $10, %hi(%neg(%gp_rel(L6)))
    daddiu $10, $10, %lo(%neg(%gp_rel(L6)))
    daddu $10, $10, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($10)
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
    ld $3, %got_page(L1)($10)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $10, 4($1)
    sll $11, $4, 0
    .set noreorder
    bne $10, $11, L4
    nop
    .set reorder
    ld $10, 0($5)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    ld $10, 0($6)
    .set noreorder
    bne $10, $8, L5
    nop
    .set reorder
    sd $9, 0($5)
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
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $10, %hi(%neg(%gp_rel(L6)))
    daddiu $10, $10, %lo(%neg(%gp_rel(L6)))
    daddu $10, $10, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($10)
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
    ld $3, %got_page(L1)($10)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $10, 4($1)
    sll $11, $4, 0
    .set noreorder
    bne $10, $11, L4
    nop
    .set reorder
    ld $10, 0($5)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    ld $10, 0($6)
    .set noreorder
    bne $10, $8, L5
    nop
    .set reorder
    sync
    sd $9, 0($5)
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
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $11, %hi(%neg(%gp_rel(L6)))
    daddiu $11, $11, %lo(%neg(%gp_rel(L6)))
    daddu $11, $11, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($11)
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
    ld $3, %got_page(L1)($11)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $11, 4($1)
    sll $12, $4, 0
    .set noreorder
    bne $11, $12, L4
    nop
    .set reorder
    ld $11, 0($5)
    .set noreorder
    bne $11, $8, L5
    nop
    .set reorder
    .set noreorder
    beqz $9, L7
    nop
    .set reorder
L8:
    lbu $11, 0($7)
    sb $11, 0($6)
    daddiu $7, $7, 1
    daddiu $6, $6, 1
    daddiu $9, $9, -1
    .set noreorder
    bnez $9, L8
    nop
    .set reorder
L7:
    sd $10, 0($5)
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
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $11, %hi(%neg(%gp_rel(L6)))
    daddiu $11, $11, %lo(%neg(%gp_rel(L6)))
    daddu $11, $11, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($11)
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
    ld $3, %got_page(L1)($11)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $11, 4($1)
    sll $12, $4, 0
    .set noreorder
    bne $11, $12, L4
    nop
    .set reorder
    ld $11, 0($5)
    .set noreorder
    bne $11, $8, L5
    nop
    .set reorder
    .set noreorder
    beqz $9, L7
    nop
    .set reorder
L8:
    lbu $11, 0($7)
    sb $11, 0($6)
    daddiu $7, $7, 1
    daddiu $6, $6, 1
    daddiu $9, $9, -1
    .set noreorder
    bnez $9, L8
    nop
    .set reorder
L7:
    sync
    sd $10, 0($5)
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
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $8, %hi(%neg(%gp_rel(L6)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L6)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L1)($8)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $8, 4($1)
    sll $9, $4, 0
    .set noreorder
    bne $8, $9, L4
    nop
    .set reorder
    ld $8, 0($5)
    .set noreorder
    bne $8, $6, L5
    nop
    .set reorder
    sd $7, 0($5)
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
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $8, %hi(%neg(%gp_rel(L6)))
    daddiu $8, $8, %lo(%neg(%gp_rel(L6)))
    daddu $8, $8, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($8)
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
    ld $3, %got_page(L1)($8)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $8, 4($1)
    sll $9, $4, 0
    .set noreorder
    bne $8, $9, L4
    nop
    .set reorder
    ld $8, 0($5)
    .set noreorder
    bne $8, $6, L5
    nop
    .set reorder
    sync
    sd $7, 0($5)
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
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $10, %hi(%neg(%gp_rel(L6)))
    daddiu $10, $10, %lo(%neg(%gp_rel(L6)))
    daddu $10, $10, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($10)
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
    ld $3, %got_page(L1)($10)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $10, 4($1)
    sll $11, $4, 0
    .set noreorder
    bne $10, $11, L4
    nop
    .set reorder
    ld $10, 0($5)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    sd $8, 0($6)
    sd $9, 0($5)
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
    .set push
    .set reorder
    .section __rseq_cs,"aw",@progbits
    .p2align 5, 0x0
L1:
    .4byte 0
    .4byte 0
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L5
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L6
    nop
L6:
    lui $10, %hi(%neg(%gp_rel(L6)))
    daddiu $10, $10, %lo(%neg(%gp_rel(L6)))
    daddu $10, $10, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($10)
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
    ld $3, %got_page(L1)($10)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $10, 4($1)
    sll $11, $4, 0
    .set noreorder
    bne $10, $11, L4
    nop
    .set reorder
    ld $10, 0($5)
    .set noreorder
    bne $10, $7, L5
    nop
    .set reorder
    sd $8, 0($6)
    sync
    sd $9, 0($5)
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
    .8byte L2
    .8byte L3-L2
    .8byte L4
    .text
    .section __rseq_cs_ptr_array,"awR",@progbits
    .8byte L1
    .text
    .section __rseq_exit_point_array,"awR",@progbits
    .8byte L2
    .8byte L0
    .text
    .set push
    .set noreorder
    move $1, $ra
    bal L5
    nop
L5:
    lui $7, %hi(%neg(%gp_rel(L5)))
    daddiu $7, $7, %lo(%neg(%gp_rel(L5)))
    daddu $7, $7, $ra
    move $ra, $1
    ld $1, %gottprel(__perseq_core_0_1_block)($7)
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
    ld $3, %got_page(L1)($7)
    daddiu $3, $3, %got_ofst(L1)
    sd $3, 8($1)
L2:
    lw $7, 4($1)
    .set noreorder
    bltz $7, L4
    nop
    .set reorder
    lw $7, 24($1)
    sll $8, $4, 0
    .set noreorder
    bne $7, $8, L4
    nop
    .set reorder
    ld $7, 0($5)
    daddu $7, $7, $6
    sd $7, 0($5)
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
    lui $1, %hi(%neg(%gp_rel(L0)))
    daddiu $1, $1, %lo(%neg(%gp_rel(L0)))
    daddu $1, $1, $ra
    move $ra, $2
    ld $2, %gottprel(__perseq_core_0_1_block)($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $2, $2, $3
    .set pop
    ld $2, 0($2)
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
    lui $1, %hi(%neg(%gp_rel(L0)))
    daddiu $1, $1, %lo(%neg(%gp_rel(L0)))
    daddu $1, $1, $ra
    move $ra, $2
    ld $2, %gottprel(__perseq_core_0_1_block)($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $2, $2, $3
    .set pop
    ld $2, 8($2)
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
    lui $1, %hi(%neg(%gp_rel(L0)))
    daddiu $1, $1, %lo(%neg(%gp_rel(L0)))
    daddu $1, $1, $ra
    move $ra, $2
    ld $2, %gottprel(__perseq_core_0_1_block)($1)
    .set push
    .set mips64r2
    .set push
    .set mips32r2
    rdhwr $3, $29
    .set pop
    .set pop
    daddu $2, $2, $3
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

