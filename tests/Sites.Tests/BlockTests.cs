using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class BlockTests(PostgresServer postgres) : SitesTest(postgres)
{
    private const string Everything = """
        [{"type":"heading","text":"Who we are"},{"type":"text","text":"Plain."},{"type":"richtext","paragraphs":[{"style":"plain","spans":[{"text":"We "},{"text":"bake","bold":true,"italic":true,"link":"https://example.org/"}]},{"style":"bullet","spans":[{"text":"Bread"}]}]},{"type":"image","url":"/media/a.png","alt":"A"},{"type":"gallery","images":[{"url":"/media/b.png","alt":"B"}]},{"type":"columns","columns":[{"blocks":[{"type":"button","text":"Go","url":"mailto:us@example.org"}]},{"blocks":[]}]},{"type":"form","name":"contact","fields":[{"name":"mail","label":"E-mail","kind":"email","required":true}],"submit":"Send","thanks":"Thank you."}]
        """;

    [Fact]
    public async Task Every_type_of_block_comes_back_as_it_was_written()
    {
        (await PutAsync(Everything)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await JsonAsync(await Editor().GetAsync("/api/sites/main/pages/about")))["blocks"]!.ToJsonString().ShouldBe(JsonNode.Parse(Everything)!.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"type":"button","text":"Go","url":"javascript:alert(1)"}]""", """{"blocks[0].url":["is 'javascript:alert(1)'; use an http, https, mailto or tel URL or a path that starts with '/'"]}""")]
    [InlineData("""[{"type":"gallery","images":[{"url":"/a.png"},7]}]""", """{"blocks[0].images[0].alt":["is missing"],"blocks[0].images[1]":["is a number; send an object with 'url' and 'alt'"]}""")]
    [InlineData("""[{"type":"columns","columns":[{"blocks":[{"type":"columns","columns":[]}]}]}]""", """{"blocks[0].columns[0].blocks[0].type":["is 'columns'; use 'button', 'form', 'gallery', 'heading', 'image', 'richtext' or 'text'"]}""")]
    [InlineData("""[{"type":"columns","columns":[{"blocks":[]},{"blocks":[]},{"blocks":[]},{"blocks":[]},{"blocks":[]}]}]""", """{"blocks[0].columns":["has 5 columns; at most 4 are allowed"]}""")]
    [InlineData("""[{"type":"richtext","paragraphs":[{"style":"h1","spans":[{"text":"a","bold":"yes","link":"data:x"}]}]}]""", """{"blocks[0].paragraphs[0].spans[0].bold":["is a text; send true or false"],"blocks[0].paragraphs[0].spans[0].link":["is 'data:x'; use an http, https, mailto or tel URL or a path that starts with '/'"],"blocks[0].paragraphs[0].style":["is 'h1'; use 'plain', 'bullet', 'numbered' or 'quote'"]}""")]
    [InlineData("""[{"type":"form","name":"Contact us","fields":[{"name":"a","label":"A","kind":"text"},{"name":"a","label":"B","kind":"file"}],"submit":"Send","thanks":"Thanks"}]""", """{"blocks[0].fields":["names 'a' twice; every field needs a name of its own"],"blocks[0].fields[1].kind":["is 'file'; use 'text', 'email' or 'multiline'"],"blocks[0].name":["is 'Contact us'; use lower-case letters, digits and single hyphens between them, for example 'about-us'"]}""")]
    public async Task Every_problem_of_a_block_is_named_at_its_field(string blocks, string errors)
    {
        var answer = await PutAsync(blocks);
        (await ProblemAsync(answer)).ShouldBe($$"""{"title":"The page was not saved: see 'errors' for each field.","status":400,"errors":{{errors}}}""");
    }

    private async Task<HttpResponseMessage> PutAsync(string blocks) => await Editor().PutAsync(
        "/api/sites/main/pages/about", new StringContent($$"""{"title":"About","blocks":{{blocks}}}""", Encoding.UTF8, "application/json"));
}
