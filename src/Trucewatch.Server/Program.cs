using Trucewatch.Server.Commands;

return await CommandTable.RunAsync(args);
