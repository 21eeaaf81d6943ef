using PeerPersistence;

await using var store = await SqliteKeyValueStore.OpenAsync(Path.Combine(args[0], "peers.sqlite"));
await Visit.RunAsync(store, args[0]);
