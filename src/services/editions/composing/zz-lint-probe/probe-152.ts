import '../../../../main.ts'
