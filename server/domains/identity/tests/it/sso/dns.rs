//! A DNS server in this process.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hickory_resolver::proto::op::{Message, MessageType, ResponseCode};
use hickory_resolver::proto::rr::rdata::TXT;
use hickory_resolver::proto::rr::{RData, Record};
use tokio::net::UdpSocket;

/// Texts by name, without the dot at the end.
#[derive(Clone)]
pub(crate) struct DnsServer {
    pub(super) address: SocketAddr,
    records: Arc<Mutex<HashMap<String, Vec<String>>>>,
}

impl DnsServer {
    pub(super) async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: socket.local_addr().unwrap(), records: Arc::default() };
        let serving = server.clone();
        tokio::spawn(async move {
            let mut piece = [0; 4096];
            while let Ok((count, peer)) = socket.recv_from(&mut piece).await {
                let answer = serving.answer(&piece[..count]);
                socket.send_to(&answer, peer).await.unwrap();
            }
        });
        server
    }

    pub(super) fn set(&self, name: &str, text: &str) {
        self.records.lock().unwrap().entry(name.to_owned()).or_default().push(text.to_owned());
    }

    fn answer(&self, question: &[u8]) -> Vec<u8> {
        let question = Message::from_vec(question).unwrap();
        let query = question.queries[0].clone();
        let name = query.name().to_ascii().to_lowercase();
        let mut answer = Message::new(question.metadata.id, MessageType::Response, question.metadata.op_code);
        answer.metadata.recursion_available = true;
        let records = self.records.lock().unwrap();
        let found = records.get(name.trim_end_matches('.'));
        if found.is_none() {
            answer.metadata.response_code = ResponseCode::NXDomain;
        }
        for text in found.into_iter().flatten() {
            // In two pieces, as long records are.
            let (first, rest) = text.split_at(text.len() / 2);
            let txt = TXT::new(vec![first.to_owned(), rest.to_owned()]);
            answer.answers.push(Record::from_rdata(query.name().clone(), 300, RData::TXT(txt)));
        }
        answer.queries.push(query);
        answer.to_vec().unwrap()
    }
}
