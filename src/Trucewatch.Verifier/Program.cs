return Trucewatch.Verifier.VerifyCommand.Run(args, Console.Out, Console.Error);
