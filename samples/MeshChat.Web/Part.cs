using System.Runtime.InteropServices.JavaScript;
using System.Web;

namespace MeshChat;

/// <summary>Whom a tab plays: the user, or, with <c>?as=NAME</c> in the address, somebody else with friends of their own.</summary>
internal sealed record Part(string Name)
{
    public bool IsTheUsersOwn => Name.Length == 0;

    public string Database => IsTheUsersOwn ? "meshchat" : "meshchat/" + Name;

    public static Part OfThisPage() => new(
        HttpUtility.ParseQueryString(JSHost.GlobalThis.GetPropertyAsJSObject("location")!.GetPropertyAsString("search")!)["as"] ?? "");
}
