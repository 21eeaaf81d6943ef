// The page of MeshChat.Web and its door: dotnet run --project samples/MeshChat.Web.Server
using MeshChat.Server;

const string Policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    + "base-uri 'self'; form-action 'none'";

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
var app = builder.Build();
var doors = new Doors();

app.UseWebSockets();
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy = Policy;
    return next();
});
app.Map("/door", async context =>
{
    if (!context.WebSockets.IsWebSocketRequest)
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
    else
        await doors.ServeAsync(await context.WebSockets.AcceptWebSocketAsync(), app.Lifetime.ApplicationStopping);
});
app.UseDefaultFiles();
app.UseStaticFiles(new StaticFileOptions { ServeUnknownFileTypes = true });
app.Run();
