// The floor: dotnet publish -p:Empty=true -p:Native=true
Console.WriteLine("nothing");
