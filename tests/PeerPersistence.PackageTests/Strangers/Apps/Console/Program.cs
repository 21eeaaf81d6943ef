using PeerPersistence;

await using var store = await FileKeyValueStore.OpenAsync(Path.Combine(args[0], "peers.db"));
await Visit.RunAsync(store, args[0]);
