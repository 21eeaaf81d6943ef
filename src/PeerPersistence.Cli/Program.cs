using PeerPersistence.Cli;

return await PeersTool.RunAsync(args, ToolConsole.System()).ConfigureAwait(false);
