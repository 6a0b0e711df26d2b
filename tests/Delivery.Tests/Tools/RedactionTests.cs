using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Tools;

public sealed class RedactionTests
{
    [Fact]
    public void A_secret_inside_a_longer_one_leaves_no_rest()
    {
        var redaction = new Redaction();
        redaction.Hide("token");
        redaction.Hide("token-of-the-editor");
        redaction.Apply("a token-of-the-editor and a token").ShouldBe("a *** and a ***");
    }

    [Fact]
    public void Words_too_short_to_be_secrets_stay()
    {
        var redaction = new Redaction();
        redaction.Hide("a");
        redaction.Hide(null);
        redaction.Apply("a banana").ShouldBe("a banana");
    }

    [Theory]
    [InlineData("admin", "administrator of admin-tools, user=admin, admin", "administrator of ***-tools, user=***, ***")]
    [InlineData("Admin", "Administrator Admin", "Administrator ***")]
    [InlineData("token", "tokenizer: token=token;token2", "tokenizer: ***=***;token2")]
    [InlineData("postgres", "postgresql://postgres:postgres@postgres-0/postgres", "postgresql://***:***@***-0/***")]
    [InlineData("sitebuilder", "sitebuilders sitebuilder", "sitebuilders ***")]
    public void A_value_that_reads_like_a_word_is_hidden_where_it_stands_alone(string secret, string text, string expected) => Hidden(secret, text).ShouldBe(expected);

    [Theory]
    [InlineData("hunter2")]
    [InlineData("a1b2")]
    [InlineData("p@ss")]
    [InlineData("xkcd")]
    [InlineData("qwrtzpst")]
    [InlineData("Password")]
    [InlineData("passw0rd")]
    [InlineData("pass-word")]
    [InlineData("PASSWORD")]
    [InlineData("correcthorse")]
    [InlineData("correct horse battery staple")]
    [InlineData("kX9vQ2mLp0Zt")]
    [InlineData("aGVsbG8=")]
    public void Every_other_value_is_hidden_anywhere(string secret) => Hidden(secret, $"x{secret}y {secret} {secret}{secret}").ShouldBe("x***y *** ******");

    [Fact]
    public void Values_of_eight_characters_and_more_are_hidden_anywhere_unless_they_are_small_letters_alone()
    {
        var random = new Random(7);
        const string characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@/+= ";
        for (var i = 0; i < 2000; i++)
        {
            var secret = string.Concat(Enumerable.Range(0, random.Next(8, 40)).Select(_ => characters[random.Next(characters.Length)]));
            if (!secret.All(char.IsAsciiLetterLower))
            {
                Hidden(secret, $"a{secret}b").ShouldBe("a***b", secret);
            }
        }
    }

    private static string Hidden(string secret, string text)
    {
        var redaction = new Redaction();
        redaction.Hide(secret);
        return redaction.Apply(text);
    }
}
